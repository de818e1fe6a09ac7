-- Domain generalisation (table 1 of the paper), in percent, from the view `evaluations`: what was
-- trained on one dataset, on its own test images and on targets that show its classes differently.
--
-- A row is one label on one target or, where target is null, on average over its targets, its own
-- dataset not among them. source is the accuracy on its own dataset, the same in all rows of a
-- setting; source, accuracy and std are mean and sample standard deviation over seeds, an average's
-- being over the seeds' averages. targets counts what a row is of. Cells without targets, and those of base classes
-- alone, are not here.
--
--   submit/nemesis sql --out OUT --file conf/sql/domain_generalization.sql
WITH tested AS (
  SELECT struct(backbone, method, loss, coalesce(omega, 0) AS omega, label) AS setting,
         dataset, shots, seed, cell_id, target, accuracy
  FROM evaluations
  WHERE trained_classes = 'all' AND in_grid
),
source AS (
  SELECT cell_id, accuracy AS source FROM tested WHERE target = dataset
),
by_seed AS (
  SELECT setting, dataset, shots, seed, target, avg(source) AS source, avg(accuracy) AS accuracy,
         1L AS targets
  FROM tested JOIN source USING (cell_id)
  WHERE target <> dataset
  GROUP BY ALL
),
with_average AS (
  SELECT * FROM by_seed
  UNION ALL
  SELECT setting, dataset, shots, seed, CAST(NULL AS STRING), avg(source), avg(accuracy),
         count(*)
  FROM by_seed
  GROUP BY ALL
)
SELECT dataset, setting.*, shots, target, avg(source) AS source, avg(accuracy) AS accuracy,
       stddev_samp(accuracy) AS std, count(*) AS seeds, max(targets) AS targets
FROM with_average
GROUP BY dataset, setting, shots, target
ORDER BY dataset, setting, shots, target NULLS LAST
