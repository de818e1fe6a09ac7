-- Is it better than CoOp? Differences in accuracy (percentage points) from CoOp with the same seeds, shots
-- and images: mean over seeds; half_width, half the width of its 95% t interval; t, degrees_of_freedom and p
-- of the paired t test, two-sided; p_holm, p corrected by Holm's method for the number of datasets that were
-- tested with the setting and shots. best: it is better (the mean is above 0), and p_holm is below 0.05. An
-- average over datasets is one more test, which is not corrected and so is never best. With five seeds such
-- a test sees large effects only.
--
-- student_t_p and student_t_quantile are functions that this program gives its sessions; a spark-sql does
-- not have them. Where all differences are 0, p is 1; where they are one other number there is no variance to
-- test with: accuracies go in steps of one image, and three seeds can agree by chance.
--
--   submit/nemesis sql --out OUT --file conf/sql/paired.sql
WITH cells AS (
  SELECT backbone, loss, label, without_loss, sort_key, dataset, dataset_title, dataset_rank, shots, seed, accuracy
  FROM named_cells
  WHERE classes = 'all' AND is_longest AND method <> 'zeroshot'
),
differences AS (
  SELECT its.label, its.sort_key, its.dataset, its.dataset_title, its.dataset_rank,
         its.shots, its.seed, its.accuracy - plain.accuracy AS difference
  FROM cells AS its JOIN cells AS plain
    ON plain.backbone = its.backbone AND plain.label = its.without_loss AND plain.dataset = its.dataset
      AND plain.shots = its.shots AND plain.seed = its.seed
  WHERE its.loss <> 'none' AND plain.loss = 'none'
    AND its.accuracy IS NOT NULL AND plain.accuracy IS NOT NULL
),
spans AS (SELECT label, shots, count(DISTINCT dataset) AS datasets FROM differences GROUP BY ALL),
with_average AS (
  SELECT label, sort_key, dataset_title, dataset_rank, false AS is_average, shots, seed, difference FROM differences
  UNION ALL
  SELECT label, min(sort_key), concat('Average over ', datasets, ' datasets'), 2000, true, shots, seed,
         avg(difference)
  FROM differences JOIN spans USING (label, shots)
  GROUP BY label, shots, seed, datasets
  HAVING count(*) = datasets AND datasets > 1
),
means AS (
  SELECT label, sort_key, dataset_title, dataset_rank, is_average, shots, avg(difference) AS mean,
         count(*) AS seeds, CAST(count(*) - 1 AS INT) AS freedom,
         -- Rounding alone is no deviation.
         if(stddev_samp(difference) < 1e-9, 0D, stddev_samp(difference)) AS deviation,
         mean / nullif(deviation, 0) * sqrt(seeds) AS t
  FROM with_average
  GROUP BY label, sort_key, dataset_title, dataset_rank, is_average, shots
),
tested AS (
  SELECT *,
    CASE WHEN deviation = 0 THEN if(abs(mean) < 1e-9, 1D, NULL) ELSE student_t_p(t, freedom) END AS p,
    CASE WHEN deviation = 0 THEN if(abs(mean) < 1e-9, 0D, NULL)
      ELSE student_t_quantile(freedom) * deviation / sqrt(seeds) END AS half_width
  FROM means
),
-- Holm: the smallest p times the number of datasets, the next times one less, never falling.
ordered AS (
  SELECT *, count(p) OVER by_setting AS tests,
         row_number() OVER (PARTITION BY label, shots, is_average ORDER BY p NULLS LAST, dataset_title) AS place
  FROM tested
  WINDOW by_setting AS (PARTITION BY label, shots, is_average)
),
corrected AS (
  SELECT *, if(p IS NULL OR is_average, NULL, least(1D, max(p * (tests - place + 1)) OVER
    (PARTITION BY label, shots, is_average ORDER BY place))) AS p_holm
  FROM ordered
)
SELECT label AS block, dataset_title AS row, shots AS column, mean, half_width,
       seeds, seeds AS seeds_wanted, freedom AS degrees_of_freedom, t, p, p_holm,
       coalesce(mean > 0 AND p_holm < 0.05, false) AS best
FROM corrected
ORDER BY sort_key, block, dataset_rank, row, shots
