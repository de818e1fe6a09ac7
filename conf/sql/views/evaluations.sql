-- One row per cell and target dataset or class half.
SELECT
  cell_id, attempt, backbone, dataset, method, loss, omega, pan_omega, beta, norm, tau, positions,
  selection, omega_schedule, k, ctx_len, class_token_position, class_specific, prompts, ctx_init,
  shots, seed, epochs,
  row.target,
  row.classes,
  row.images,
  row.accuracy,
  row.macro_f1
FROM (
  SELECT * EXCEPT (accuracy, macro_f1), explode(evaluation_rows) AS row
  FROM cells
)
