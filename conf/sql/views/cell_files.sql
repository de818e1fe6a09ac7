-- The files of finished cells, whatever version wrote them. Those of version 0.1, and of some after it, have what
-- was learned in columns soft_prompt, the context vectors one set after another, and meta_net, CoCoOp's; here these are
-- named arrays in learned, as in later files.
SELECT
  * EXCEPT (learned, soft_prompt, meta_net),
  coalesce(
    learned,
    filter(
      array(
        struct(
          'ctx' AS name,
          array(
            CAST(size(soft_prompt) DIV cell.prompt.ctx_len AS INT),
            cell.prompt.ctx_len,
            size(try_element_at(soft_prompt, 1))) AS shape,
          flatten(soft_prompt) AS values),
        struct(
          'meta_net.linear1.weight' AS name,
          array(
            size(meta_net.linear1_bias),
            CAST(size(meta_net.linear1_weight) DIV size(meta_net.linear1_bias) AS INT)) AS shape,
          meta_net.linear1_weight AS values),
        struct(
          'meta_net.linear1.bias' AS name, array(size(meta_net.linear1_bias)) AS shape, meta_net.linear1_bias AS values),
        struct(
          'meta_net.linear2.weight' AS name,
          array(size(meta_net.linear2_bias), size(meta_net.linear1_bias)) AS shape,
          meta_net.linear2_weight AS values),
        struct(
          'meta_net.linear2.bias' AS name, array(size(meta_net.linear2_bias)) AS shape, meta_net.linear2_bias AS values)),
      a -> size(a.values) > 0)) AS learned
FROM stored_cell_files
