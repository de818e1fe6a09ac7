-- One row per cell and target dataset or class half. classes are those of the target that were told
-- apart; trained_classes those of the cell's own dataset that it was trained on, which other tables
-- call classes.
SELECT
  cell_id, attempt, backbone, dataset, method, loss, omega, pan_omega, beta, norm, tau, positions,
  selection, omega_schedule, k, ctx_len, class_token_position, class_specific, prompts, ctx_init,
  shots, seed, trained_classes, epochs,
  row.target,
  row.classes,
  row.images,
  row.accuracy,
  row.macro_f1
FROM (
  SELECT * EXCEPT (accuracy, macro_f1, classes), classes AS trained_classes, explode(evaluation_rows) AS row
  FROM cells
)
