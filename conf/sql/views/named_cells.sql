-- One row per cell of the grid, named as tables and figures name it; not a table itself.
--
-- label says of a cell what it has of its own, beside its dataset, shots and seed; short says its method
-- and loss alone, and line puts labels into the paper's order. is_usual: all that a loss or prompt can
-- have of its own is as in the paper's main experiment (PAN tries one position, scaled by 0.5; l2 norm; 16
-- generic vectors, 4 from words with CoCoOp, 4 prompts with PLOT); is_usual_prompt: the prompt's is.
-- is_long: of the cells of its dataset and shots it was trained for the most epochs; the others are
-- timings or trials; CoCoOp, whose step is an image, counts its own. is_papers: on a dataset and with the
-- CLIP of the paper's few-shot tables.
WITH planned_epochs AS (
  SELECT *,
         epochs <=> max(epochs) OVER
           (PARTITION BY backbone, dataset, classes, shots, method = 'cocoop') AS is_long,
         max(backbone) OVER (PARTITION BY classes) <> min(backbone) OVER (PARTITION BY classes) AS several_backbones
  FROM planned
),
described AS (
  SELECT *,
    concat(
      CASE method WHEN 'zeroshot' THEN 'Zero-shot CLIP' WHEN 'coop' THEN 'CoOp' WHEN 'plot' THEN 'PLOT'
        WHEN 'cocoop' THEN 'CoCoOp' ELSE method END,
      CASE loss WHEN 'none' THEN '' WHEN 'mix' THEN ' + PUN + PAN' ELSE concat(' + ', upper(loss)) END
    ) AS short,
    CASE WHEN loss = 'mix' THEN concat('β = ', regexp_replace(beta, '[.]0$', '')) END AS its_beta,
    CASE WHEN loss <> 'none' THEN concat('ω = ', regexp_replace(omega, '[.]0$', '')) END AS its_omega,
    array_compact(array(
      CASE WHEN pan_omega IS NOT NULL
        THEN concat('PAN\'s ω = ', regexp_replace(pan_omega, '[.]0$', '')) END,
      CASE WHEN loss <> 'none' AND norm <> 'l2' THEN norm END,
      CASE WHEN loss IN ('pan', 'mix') AND positions <> 1 THEN concat('N = ', positions) END,
      CASE WHEN loss IN ('pan', 'mix') AND NOT selection THEN 'no selection'
        WHEN loss IN ('pan', 'mix') AND tau <> 0.5
        THEN concat('τ = ', regexp_replace(tau, '[.]0$', '')) END,
      -- Of the prompt; what stands above is of the loss.
      CASE WHEN method = 'plot' AND prompts <> 4 THEN concat(prompts, ' prompts') END,
      CASE WHEN method <> 'zeroshot' AND ctx_len <> if(method = 'cocoop', 4, 16)
        THEN concat('L = ', ctx_len) END,
      CASE WHEN ctx_init IS NOT NULL AND NOT (method = 'cocoop' AND ctx_init = 'a photo of a')
        THEN concat('from "', ctx_init, '"') END,
      CASE class_token_position WHEN 'front' THEN 'class name at the front'
        WHEN 'middle' THEN 'class name in the middle' END,
      CASE WHEN class_specific THEN 'class-specific' END
    )) AS unusual
  FROM planned_epochs
)
SELECT
  described.* EXCEPT (its_beta, its_omega, unusual, several_backbones),
  coalesce(title, dataset) AS dataset_title,
  coalesce(rank, 1000) AS dataset_rank,
  size(unusual) = 0 AS is_usual,
  method = 'zeroshot' OR (
    ctx_len = if(method = 'cocoop', 4, 16) AND ctx_init <=> if(method = 'cocoop', 'a photo of a', NULL)
      AND class_token_position = 'end' AND NOT class_specific AND prompts = if(method = 'plot', 4, 1)
  ) AS is_usual_prompt,
  regexp_like(backbone, '(?i)^rn50$') AND coalesce(papers, false) AS is_papers,
  concat(
    short,
    CASE WHEN its_omega IS NULL AND size(unusual) = 0 AND NOT several_backbones THEN ''
      ELSE concat(' (', array_join(array_compact(concat(
        array(its_beta, its_omega), unusual, array(if(several_backbones, backbone, NULL)))), ', '), ')')
    END
  ) AS label,
  struct(
    backbone,
    array_position(array('zeroshot', 'coop', 'plot', 'cocoop'), method) AS method,
    array_position(array('none', 'pun', 'pan', 'mix'), loss) AS loss,
    beta, omega, size(unusual) AS unusual_parts, norm, positions, NOT selection AS all_positions, tau, pan_omega, unusual
  ) AS line
FROM described LEFT JOIN titles USING (dataset)
