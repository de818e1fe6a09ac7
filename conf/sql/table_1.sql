-- Table 1: domain generalisation. What was trained on one dataset (source), tested on it and on targets
-- that show its classes differently; accuracy in percent. Average is that over the targets.
--
--   submit/nemesis sql --out OUT --file conf/sql/table_1.sql
WITH asked AS (
  -- Zero-shot CLIP stands beside what was trained.
  SELECT named_cells.* EXCEPT (shots),
         CASE WHEN method = 'zeroshot' THEN max(shots) OVER (PARTITION BY dataset) ELSE shots END AS shots,
         explode(concat(array(dataset), targets)) AS target
  FROM named_cells
  WHERE classes = 'all' AND size(targets) > 0 AND is_main AND is_longest
),
tested AS (
  SELECT asked.dataset, dataset_title, asked.shots, asked.label, sort_key, asked.method, asked.loss, asked.omega,
         is_papers AND size(deviations) = 0 AS is_papers, asked.seed, asked.cell_id, program, unlike_paper,
         asked.target, coalesce(title, asked.target) AS target_title, coalesce(rank, 1000) AS target_rank,
         evaluations.accuracy
  FROM asked
  LEFT JOIN evaluations ON evaluations.cell_id = asked.cell_id AND evaluations.target = asked.target
  LEFT JOIN titles ON titles.dataset = asked.target
),
by_seed AS (
  SELECT dataset, dataset_title, shots, label, sort_key, method, loss, omega, is_papers, seed,
         target_title AS column, if(target = dataset, 0, target_rank) AS column_rank, 1L AS targets, accuracy,
         if(accuracy IS NULL, array(cell_id), CAST(array() AS ARRAY<STRING>)) AS waits_for,
         array_compact(array(program)) AS programs, unlike_paper
  FROM tested
  UNION ALL
  SELECT dataset, dataset_title, shots, label, sort_key, method, loss, omega, is_papers, seed,
         'Average of targets', 2000, count(*), CASE WHEN count(accuracy) = count(*) THEN avg(accuracy) END,
         collect_set(cell_id) FILTER (WHERE accuracy IS NULL), collect_set(program), any_value(unlike_paper)
  FROM tested
  WHERE target <> dataset
  GROUP BY dataset, dataset_title, shots, label, sort_key, method, loss, omega, is_papers, seed
),
numbers AS (
  SELECT target AS column, 1L AS targets, loss, omega, accuracy FROM paper WHERE table = '1'
  UNION ALL
  SELECT 'Average of targets', count(*), loss, omega, avg(accuracy)
  FROM paper WHERE table = '1' AND target <> 'ImageNet'
  GROUP BY ALL
),
entries AS (
  SELECT * EXCEPT (seed, accuracy, waits_for, programs, unlike_paper),
         avg(accuracy) AS mean, stddev_samp(accuracy) AS std, count(accuracy) AS seeds,
         count(*) AS seeds_wanted, flatten(collect_list(waits_for)) AS waits_for,
         array_distinct(flatten(collect_list(programs))) AS programs,
         array_distinct(flatten(collect_list(unlike_paper))) AS unlike_paper
  FROM by_seed
  GROUP BY ALL
)
SELECT concat(dataset_title, ', ', shots, if(shots = 1, ' shot', ' shots')) AS block, label AS row,
       entries.column, mean, std, seeds, seeds_wanted,
       numbers.accuracy AS paper, mean - numbers.accuracy AS difference, waits_for, programs, unlike_paper
FROM entries
LEFT JOIN numbers ON is_papers AND dataset = 'imagenet' AND shots = 16 AND method = 'coop'
  AND numbers.column = entries.column AND numbers.targets = entries.targets AND numbers.loss = entries.loss
  AND numbers.omega = coalesce(entries.omega, 0)
ORDER BY block, sort_key, column_rank, entries.column
