-- Figure 3: along the training, the mean norm of the soft prompt's positions and the test accuracy of
-- CoOp, + PUN and + PAN (omega 1) on StanfordCars; mean and sample standard deviation over seeds, after
-- each epoch.
--
--   nemesis sql --out OUT --file conf/sql/figure_3.sql
WITH along AS (
  SELECT named_cells.shots, named_cells.short, named_cells.line, epoch,
         aggregate(norms, 0D, (sum, norm) -> sum + norm) / size(norms) AS norm, test_accuracy
  FROM named_cells JOIN epochs USING (cell_id)
  WHERE named_cells.dataset IN ('stanford_cars', 'mini-flags') AND named_cells.method = 'coop' AND is_usual AND is_long
    AND named_cells.classes = 'all' AND named_cells.shots IN (1, 16)
    AND (named_cells.loss = 'none' OR named_cells.loss IN ('pun', 'pan') AND named_cells.omega = 1)
),
both AS (
  SELECT shots, short, line, epoch, quantity, value
  FROM along LATERAL VIEW stack(2, 'Norm', norm, 'Test accuracy (%)', test_accuracy) AS quantity, value
)
SELECT concat(shots, if(shots = 1, ' shot', ' shots')) AS panel, quantity AS panel_y, short AS line,
       epoch AS x, avg(value) AS y, stddev_samp(value) AS std, count(value) AS seeds
FROM both
WHERE value IS NOT NULL
GROUP BY shots, quantity, short, line, epoch
ORDER BY shots, quantity, both.line, x
