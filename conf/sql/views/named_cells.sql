-- One row per cell of the grid as it now is, named as tables and figures name it; not a table itself.
--
-- No two cells of one dataset, classes, shots and seed have one label. without_omega and without_loss are
-- the label without its omega, and that of the same training without the norm loss. unlike_paper: what is
-- unlike the paper's training and does not stand in the label; deviations: the keys of all settings that are
-- unlike the paper's. is_main: loss and prompt are as in the paper's main experiment or, where no cell of
-- the method is so, whatever they are. is_longest: no cell of its dataset, classes and shots was trained for
-- more epochs. is_papers: on a dataset and with the CLIP of the paper's few-shot tables.
SELECT
  cell_id, attempt, status, settings.*, accuracy, macro_f1, steps, step_seconds, bundle_size, final_norm,
  program,
  label.text AS label,
  label.without_omega,
  label.without_loss,
  label.approach,
  label.parts,
  label.unlike_paper,
  label.deviations,
  label.is_main,
  label.is_longest,
  label.sort_key,
  coalesce(title, settings.dataset) AS dataset_title,
  coalesce(rank, 1000) AS dataset_rank,
  regexp_like(settings.backbone, '(?i)^rn50$') AND coalesce(papers, false) AS is_papers
FROM cells LEFT JOIN titles ON titles.dataset = cells.settings.dataset
WHERE in_grid
