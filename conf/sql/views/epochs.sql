-- One row per epoch of a cell; norms, lne_tried and lne_counts have one element per position.
-- lr is the epoch's, peak_lr the setting that other tables call lr. test_accuracy is null where it was not measured: CoCoOp, but for the last epoch.
SELECT
  cell_id, attempt, settings.* EXCEPT (lr), settings.lr AS peak_lr, label.text AS label, in_grid,
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
