-- Table 1: domain generalisation. What was trained on one dataset (source), tested on it and on targets
-- that show its classes differently; accuracy in percent. Average is that over the targets.
--
--   submit/nemesis sql --out OUT --file conf/sql/table_1.sql
WITH asked AS (
  -- Zero-shot CLIP stands beside what was trained.
  SELECT named_cells.* EXCEPT (shots), CASE WHEN method = 'zeroshot' THEN max(shots) OVER (PARTITION BY dataset) ELSE shots END AS shots,
         explode(concat(array(dataset), targets)) AS target
  FROM named_cells
  WHERE classes = 'all' AND size(targets) > 0 AND method IN ('zeroshot', 'coop', 'cocoop')
    AND is_usual AND is_long AND loss <> 'mix'
),
tested AS (
  SELECT asked.* EXCEPT (accuracy), coalesce(title, asked.target) AS target_title,
         coalesce(rank, 1000) AS target_rank, evaluations.accuracy
  FROM asked
  LEFT JOIN evaluations ON evaluations.cell_id = asked.cell_id AND evaluations.target = asked.target
  LEFT JOIN titles ON titles.dataset = asked.target
),
by_seed AS (
  SELECT dataset, dataset_title, shots, label, line, method, loss, omega, is_papers, seed,
         target_title AS column, if(target = dataset, 0, target_rank) AS column_rank, 1L AS targets,
         avg(accuracy) AS accuracy, count(*) AS cells,
         collect_list(cell_id) FILTER (WHERE accuracy IS NULL) AS waits_for,
         collect_set(program) AS programs
  FROM tested
  GROUP BY ALL
  UNION ALL
  SELECT dataset, dataset_title, shots, label, line, method, loss, omega, is_papers, seed,
         'Average of targets', 2000, count(DISTINCT target),
         CASE WHEN count(accuracy) = count(*) THEN avg(accuracy) END, count(DISTINCT cell_id),
         collect_set(cell_id) FILTER (WHERE accuracy IS NULL), collect_set(program)
  FROM tested
  WHERE target <> dataset
  GROUP BY ALL
),
numbers AS (
  SELECT target AS column, 1L AS targets, loss, omega, accuracy FROM paper WHERE table = '1'
  UNION ALL
  SELECT 'Average of targets', count(*), loss, omega, avg(accuracy)
  FROM paper WHERE table = '1' AND target <> 'ImageNet'
  GROUP BY ALL
),
entries AS (
  SELECT * EXCEPT (seed, accuracy, cells, waits_for, programs),
         avg(accuracy) AS mean, stddev_samp(accuracy) AS std, count(accuracy) AS seeds,
         count(*) AS seeds_wanted, flatten(collect_list(waits_for)) AS waits_for, max(cells) > 1 AS mixed,
         array_distinct(flatten(collect_list(programs))) AS programs
  FROM by_seed
  GROUP BY ALL
)
SELECT concat(dataset_title, ', ', shots, if(shots = 1, ' shot', ' shots')) AS block, label AS row,
       entries.column, mean, std, seeds, seeds_wanted,
       numbers.accuracy AS paper, mean - numbers.accuracy AS difference, waits_for, mixed, programs
FROM entries
LEFT JOIN numbers ON is_papers AND dataset = 'imagenet' AND shots = 16 AND method = 'coop'
  AND numbers.column = entries.column AND numbers.targets = entries.targets AND numbers.loss = entries.loss
  AND numbers.omega = coalesce(entries.omega, 0)
ORDER BY block, line, column_rank, entries.column
