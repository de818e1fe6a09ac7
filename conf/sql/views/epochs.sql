-- One row per epoch of a cell; norms, lne_tried and lne_counts have one element per position.
-- test_accuracy is null where it was not measured: CoCoOp, but for the last epoch.
SELECT
  cell_id, attempt, backbone, dataset, method, loss, omega, pan_omega, beta, norm, tau, positions,
  selection, omega_schedule, k, ctx_len, class_token_position, class_specific, prompts, ctx_init,
  shots, seed, classes, epochs,
  row.epoch,
  row.lr,
  row.omega_factor,
  row.ce_loss,
  row.norm_loss,
  row.train_accuracy,
  row.test_accuracy,
  row.norms,
  row.lne_tried,
  row.lne_counts
FROM (SELECT *, explode(epoch_rows) AS row FROM cells)
