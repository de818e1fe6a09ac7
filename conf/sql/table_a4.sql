-- Table A4: from base to new classes. Trained on the first half of the classes; accuracy in percent on
-- these and on the other half, each told apart among itself, and the harmonic mean H of the two. Base and
-- New are means over seeds, an average's of the datasets' means; H is of these means, as CoCoOp's tables
-- have it, so it has no deviation.
--
--   submit/nemesis sql --out OUT --file conf/sql/table_a4.sql
WITH asked AS (
  SELECT *, explode(array('base', 'new')) AS half
  FROM named_cells
  WHERE classes = 'base' AND is_main AND is_longest
),
tested AS (SELECT cell_id, target, classes, accuracy FROM evaluations),
by_seed AS (
  SELECT method, label, sort_key, dataset, dataset_title, dataset_rank, asked.shots, asked.seed, half,
         tested.accuracy, if(tested.accuracy IS NULL, array(asked.cell_id), CAST(array() AS ARRAY<STRING>)) AS waits_for,
         array_compact(array(program)) AS programs, unlike_paper
  FROM asked LEFT JOIN tested
    ON tested.cell_id = asked.cell_id AND tested.classes = half AND tested.target = asked.dataset
),
by_dataset AS (
  SELECT method, label, sort_key, dataset, dataset_title AS block, dataset_rank, shots, half,
         avg(accuracy) AS mean, stddev_samp(accuracy) AS std, count(accuracy) AS seeds,
         count(*) AS seeds_wanted, flatten(collect_list(waits_for)) AS waits_for,
         array_distinct(flatten(collect_list(programs))) AS programs,
         array_distinct(flatten(collect_list(unlike_paper))) AS unlike_paper
  FROM by_seed
  GROUP BY ALL
),
spans AS (SELECT method, shots, count(DISTINCT dataset) AS of_method FROM by_dataset GROUP BY ALL),
halves AS (
  SELECT * EXCEPT (dataset) FROM by_dataset
  UNION ALL
  SELECT method, label, sort_key, concat('Average over ', of_method, ' datasets'), 0, shots, half,
         CASE WHEN count(mean) = of_method THEN avg(mean) END, CAST(NULL AS DOUBLE), min(seeds),
         max(seeds_wanted), flatten(collect_list(waits_for)),
         array_distinct(flatten(collect_list(programs))), array_distinct(flatten(collect_list(unlike_paper)))
  FROM by_dataset JOIN spans USING (method, shots)
  GROUP BY method, label, sort_key, of_method, shots, half
  HAVING count(*) = of_method AND of_method > 1
),
columns AS (
  SELECT *, initcap(half) AS column, if(half = 'base', 1, 2) AS column_rank FROM halves
  UNION ALL
  SELECT method, label, sort_key, block, dataset_rank, shots, NULL,
         try_divide(2 * product, base + new), NULL,
         seeds, seeds_wanted, waits_for, programs, unlike_paper, 'H', 3
  FROM (
    SELECT method, label, sort_key, block, dataset_rank, shots,
           max(mean) FILTER (WHERE half = 'base') AS base, max(mean) FILTER (WHERE half = 'new') AS new,
           base * new AS product, min(seeds) AS seeds, max(seeds_wanted) AS seeds_wanted,
           array_distinct(flatten(collect_list(waits_for))) AS waits_for,
           array_distinct(flatten(collect_list(programs))) AS programs,
           array_distinct(flatten(collect_list(unlike_paper))) AS unlike_paper
    FROM halves
    GROUP BY method, label, sort_key, block, dataset_rank, shots
  )
)
SELECT block, concat(label, if(shots IN (0, 16), '', concat(', ', shots, ' shots'))) AS row, column,
       mean, std, seeds, seeds_wanted, CAST(NULL AS DOUBLE) AS paper, CAST(NULL AS DOUBLE) AS difference,
       waits_for, programs, unlike_paper
FROM columns
ORDER BY dataset_rank, block, sort_key, shots, column_rank
