-- The training of CoOp, + PUN and + PAN (omega 1) on one dataset at one number of shots, after each epoch:
-- the mean norm of the soft prompt's positions, and the test accuracy in percent; mean and sample standard
-- deviation over seeds. Columns are those of a figure; what figures 3, A2 and A3 are made from, and not a
-- table itself.
WITH along AS (
  SELECT named_cells.dataset, named_cells.shots, without_omega, sort_key, epoch,
         aggregate(norms, 0D, (sum, norm) -> sum + norm) / size(norms) AS norm, test_accuracy
  FROM named_cells JOIN epochs USING (cell_id)
  WHERE named_cells.method = 'coop' AND is_main AND is_longest AND named_cells.classes = 'all'
    AND (named_cells.loss = 'none' OR named_cells.loss IN ('pun', 'pan') AND named_cells.omega = 1)
),
quantities AS (
  SELECT dataset, shots, without_omega, sort_key, epoch, quantity, value
  FROM along LATERAL VIEW stack(2, 'Norm', norm, 'Test accuracy (%)', test_accuracy) AS quantity, value
)
SELECT dataset, shots, concat(shots, if(shots = 1, ' shot', ' shots')) AS panel, quantity AS panel_y,
       without_omega AS line, sort_key,
       epoch AS x, avg(value) AS y, stddev_samp(value) AS std, count(value) AS seeds
FROM quantities
WHERE value IS NOT NULL
GROUP BY dataset, shots, quantity, without_omega, sort_key, epoch
