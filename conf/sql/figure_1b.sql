-- Figure 1(b): how often the Low-Norm Effect occurs. How many of a prompt's positions classify better
-- when they alone are scaled by 0.001, 0.01, 0.1 or 0.5, summed over these four factors, by dataset and
-- shots; mean and sample standard deviation over seeds.
--
--   submit/nemesis sql --out OUT --file conf/sql/figure_1b.sql
WITH counted AS (
  SELECT cell_id, CAST(count_if(accuracy_after > accuracy_before) AS DOUBLE) AS improved
  FROM corruptions
  WHERE operation = 'rescale' AND factor < 1
  GROUP BY cell_id, noise
)
SELECT dataset_title AS panel, CAST(NULL AS STRING) AS panel_y, label AS line, shots AS x,
       avg(improved) AS y, stddev_samp(improved) AS std, count(improved) AS seeds
FROM named_cells JOIN counted USING (cell_id)
WHERE classes = 'all' AND is_longest
GROUP BY dataset_title, dataset_rank, label, sort_key, shots
ORDER BY dataset_rank, panel, sort_key, x
