-- Few-shot accuracy in percent, from the view `results`: mean and sample standard deviation over
-- seeds. Of cells of all classes: those of base classes are another experiment, base_to_new.sql.
--
-- A row is one setting at one number of shots, on one dataset or, where dataset is null, on average
-- over the datasets it has results for. datasets_known and seeds_known say what all results together
-- span, so a row with fewer of them shows its gap; a cell that failed counts as known, not as a
-- result. An average's mean is the mean of the datasets'
-- means; its spread is over the seeds that have every one of those datasets, and seeds counts these.
-- cells_per_seed above 1: the cells differ in something that is no column here.
--
-- Of cells of one dataset and number of shots those trained for the most epochs count: shorter ones
-- are timings (conf/grids/paper/table_a8_a9.yaml) or trials. shorter_cells says how many were left
-- out. CoCoOp, whose step is an image, counts its own epochs.
WITH of_all_classes AS (
  SELECT *, max(epochs) OVER (PARTITION BY backbone, dataset, shots, method = 'cocoop') AS longest
  FROM results
  WHERE classes = 'all'
),
few_shot_results AS (
  SELECT * FROM of_all_classes WHERE epochs <=> longest
),
cells AS (
  SELECT struct(backbone, method, loss, coalesce(omega, 0) AS omega, pan_omega, beta, norm, tau,
                positions, ctx_len, class_token_position, class_specific, prompts,
                ctx_init) AS setting,
         dataset, shots, seed, avg(accuracy) AS accuracy, count(accuracy) AS cells
  FROM few_shot_results
  GROUP BY ALL
),
by_dataset AS (
  SELECT setting, dataset, shots, avg(accuracy) AS mean, stddev_samp(accuracy) AS std,
         count(accuracy) AS seeds, max(cells) AS cells_per_seed
  FROM cells
  GROUP BY ALL
),
average AS (
  SELECT setting, shots, avg(mean) AS mean, count(mean) AS datasets,
         max(cells_per_seed) AS cells_per_seed
  FROM by_dataset
  GROUP BY ALL
),
seed_average AS (
  SELECT setting, shots, seed, avg(accuracy) AS accuracy, count(accuracy) AS datasets
  FROM cells
  GROUP BY ALL
),
spread AS (
  SELECT setting, shots, stddev_samp(accuracy) AS std, count(accuracy) AS seeds
  FROM seed_average JOIN average USING (setting, shots, datasets)
  GROUP BY ALL
),
few_shot AS (
  SELECT dataset, setting, shots, mean, std, seeds, 1L AS datasets, cells_per_seed
  FROM by_dataset
  UNION ALL
  SELECT CAST(NULL AS STRING), setting, shots, mean, std, coalesce(seeds, 0L), datasets,
         cells_per_seed
  FROM average LEFT JOIN spread USING (setting, shots)
),
known AS (
  SELECT count(DISTINCT dataset) AS datasets_known,
         count(DISTINCT CASE WHEN method <> 'zeroshot' THEN seed END) AS seeds_known
  FROM few_shot_results
),
shorter AS (
  SELECT count_if(NOT epochs <=> longest) AS shorter_cells FROM of_all_classes
)
SELECT dataset, setting.*, shots, mean, std, seeds, datasets, cells_per_seed,
       datasets_known, seeds_known, shorter_cells
FROM few_shot CROSS JOIN known CROSS JOIN shorter
ORDER BY dataset NULLS FIRST, setting, shots
