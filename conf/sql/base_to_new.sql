-- Generalisation from base to new classes (CoCoOp's table 1), in percent, from the view
-- `evaluations`: the accuracy on the classes trained on, on those never seen, each half told apart
-- among itself, and the harmonic mean h of the two.
--
-- A row is one label at one number of shots, on one dataset or, where dataset is null, on average
-- over the datasets it has results for. base and new are means over seeds; an average's are the
-- means of the datasets' means. h is of these means, as CoCoOp's tables have it, and not the mean of
-- the seeds' or the datasets' own. base_std and new_std are sample standard deviations over seeds,
-- null for an average.
--
--   submit/nemesis sql --out OUT --file conf/sql/base_to_new.sql
WITH cells AS (
  SELECT struct(backbone, method, loss, coalesce(omega, 0) AS omega, label) AS setting,
         dataset, shots, seed, cell_id,
         max(accuracy) FILTER (WHERE classes = 'base') AS base,
         max(accuracy) FILTER (WHERE classes = 'new') AS new
  FROM evaluations
  WHERE trained_classes = 'base' AND target = dataset AND in_grid
  GROUP BY ALL
),
by_seed AS (
  SELECT setting, dataset, shots, seed, avg(base) AS base, avg(new) AS new
  FROM cells
  GROUP BY ALL
),
by_dataset AS (
  SELECT dataset, setting, shots, avg(base) AS base, avg(new) AS new,
         stddev_samp(base) AS base_std, stddev_samp(new) AS new_std,
         count(*) AS seeds, 1L AS datasets
  FROM by_seed
  GROUP BY ALL
),
average AS (
  SELECT CAST(NULL AS STRING) AS dataset, setting, shots, avg(base) AS base, avg(new) AS new,
         CAST(NULL AS DOUBLE) AS base_std, CAST(NULL AS DOUBLE) AS new_std,
         min(seeds) AS seeds, count(*) AS datasets
  FROM by_dataset
  GROUP BY ALL
)
SELECT dataset, setting.*, shots, base, new,
       CASE WHEN base + new = 0 THEN 0 ELSE 2 * base * new / (base + new) END AS h,
       base_std, new_std, seeds, datasets
FROM (SELECT * FROM average UNION ALL SELECT * FROM by_dataset)
ORDER BY dataset NULLS FIRST, setting, shots
