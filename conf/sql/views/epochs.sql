-- One row per epoch of a cell; norms, lne_tried and lne_counts have one element per position.
SELECT
  cell_id, attempt, backbone, dataset, method, loss, omega, beta, norm, tau, positions, selection,
  omega_schedule, k, ctx_len, shots, seed, epochs,
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
