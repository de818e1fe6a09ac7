-- Is it better than CoOp? Differences in accuracy (percentage points) from CoOp with the same seeds, shots
-- and images: the mean over seeds, and half the width of its 95% t interval as std. best: p, from the
-- paired t test, stays under 0.05 when Holm's method corrects it for the number of datasets. With five
-- seeds such a test sees large effects only; an average over datasets is one more row, not corrected.
--
-- p is computed from the density's closed form for whole degrees of freedom (Abramowitz and Stegun 26.7.3
-- and 26.7.4). Where all differences are 0 it is 1; where they are one other number there is no variance to
-- test with, and none: accuracies go in steps of one image, and three seeds can agree by chance.
--
--   nemesis sql --out OUT --file conf/sql/paired.sql
WITH cells AS (
  SELECT backbone, method, loss, label, line, dataset, dataset_title, dataset_rank, shots, seed,
         avg(accuracy) AS accuracy
  FROM named_cells
  WHERE classes = 'all' AND is_long AND is_usual_prompt AND method IN ('coop', 'plot', 'cocoop')
  GROUP BY ALL
),
differences AS (
  SELECT its.backbone, its.method, its.label, its.line, its.dataset, its.dataset_title, its.dataset_rank,
         its.shots, its.seed, its.accuracy - plain.accuracy AS difference
  FROM cells AS its JOIN cells AS plain
    ON plain.backbone = its.backbone AND plain.method = its.method AND plain.dataset = its.dataset
      AND plain.shots = its.shots AND plain.seed = its.seed
  WHERE its.loss <> 'none' AND plain.loss = 'none'
    AND its.accuracy IS NOT NULL AND plain.accuracy IS NOT NULL
),
spans AS (SELECT label, shots, count(DISTINCT dataset) AS datasets FROM differences GROUP BY ALL),
with_average AS (
  SELECT label, line, dataset_title, dataset_rank, shots, seed, difference FROM differences
  UNION ALL
  SELECT label, min(line), concat('Average over ', datasets, ' datasets'), 2000, shots, seed,
         avg(difference)
  FROM differences JOIN spans USING (label, shots)
  GROUP BY label, shots, seed, datasets
  HAVING count(*) = datasets AND datasets > 1
),
tests AS (
  SELECT label, line, dataset_title, dataset_rank, shots, avg(difference) AS mean,
         stddev_samp(difference) AS deviation, count(*) AS seeds,
         abs(avg(difference)) / nullif(stddev_samp(difference), 0) * sqrt(count(*)) AS t,
         atan(t / sqrt(seeds - 1)) AS theta
  FROM with_average
  GROUP BY label, line, dataset_title, dataset_rank, shots
),
-- The sums of 26.7.3 (odd degrees of freedom) and 26.7.4 (even ones).
sums AS (
  SELECT *, aggregate(
    if(seeds > 4, sequence(1, CAST(floor((seeds - 1 - if(seeds % 2 = 0, 3, 2)) / 2) AS INT)), array()),
    named_struct('term', if(seeds % 2 = 0, cos(theta), 1D), 'sum', if(seeds % 2 = 0, cos(theta), 1D)),
    (all, k) -> named_struct(
      'term', all.term * pow(cos(theta), 2) * if(seeds % 2 = 0, 2D * k / (2 * k + 1), (2D * k - 1) / (2 * k)),
      'sum', all.sum
        + all.term * pow(cos(theta), 2) * if(seeds % 2 = 0, 2D * k / (2 * k + 1), (2D * k - 1) / (2 * k))),
    all -> all.sum) AS sum
  FROM tests
),
tested AS (
  SELECT *, CASE
      WHEN seeds < 2 THEN NULL
      WHEN deviation < 1e-9 THEN if(abs(mean) < 1e-9, 1D, NULL)
      WHEN seeds = 2 THEN 1 - 2 * theta / pi()
      WHEN seeds % 2 = 0 THEN 1 - 2 / pi() * (theta + sin(theta) * sum)
      ELSE 1 - sin(theta) * sum
    END AS p
  FROM sums
),
-- Holm: the smallest p times the number of datasets, the next times one less, never falling.
ordered AS (
  SELECT *, count(p) OVER by_setting AS tests,
         row_number() OVER (PARTITION BY label, shots, dataset_rank = 2000 ORDER BY p NULLS LAST, dataset_title) AS place
  FROM tested
  WINDOW by_setting AS (PARTITION BY label, shots, dataset_rank = 2000)
),
corrected AS (
  SELECT *, if(p IS NULL, NULL, least(1D, max(p * (tests - place + 1)) OVER
    (PARTITION BY label, shots, dataset_rank = 2000 ORDER BY place))) AS p_holm
  FROM ordered
),
quantiles AS (
  SELECT * FROM VALUES
    (1, 12.7062D), (2, 4.3027D), (3, 3.1824D), (4, 2.7764D), (5, 2.5706D), (6, 2.4469D), (7, 2.3646D),
    (8, 2.3060D), (9, 2.2622D), (10, 2.2281D), (11, 2.2010D), (12, 2.1788D), (13, 2.1604D), (14, 2.1448D),
    (15, 2.1314D), (16, 2.1199D), (17, 2.1098D), (18, 2.1009D), (19, 2.0930D) AS known(freedom, quantile)
)
SELECT label AS block, dataset_title AS row, shots AS column, mean,
       -- Beyond 20 seeds the last one is on the safe side.
       coalesce(quantile, 2.0930D) * deviation / sqrt(seeds) AS std,
       seeds, seeds AS seeds_wanted, CAST(NULL AS DOUBLE) AS paper, CAST(NULL AS DOUBLE) AS difference,
       CAST(array() AS ARRAY<STRING>) AS waits_for, false AS mixed, CAST(array() AS ARRAY<STRING>) AS programs,
       coalesce(p_holm < 0.05, false) AS best, t, p, p_holm
FROM corrected LEFT JOIN quantiles ON freedom = seeds - 1
ORDER BY line, block, dataset_rank, row, shots
