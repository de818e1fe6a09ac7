-- Table A6: what PAN scales a tried position by; accuracy of CoOp + PAN in percent, the mean over the shots, on datasets that
-- have cells of more than one. Average is that over these datasets; the paper's own "Average" is the sum
-- of its six numbers over five, so their mean stands beside ours.
--
--   nemesis sql --out OUT --file conf/sql/table_a6.sql
WITH varied AS (
  SELECT DISTINCT backbone, dataset, shots, omega FROM named_cells
  WHERE method = 'coop' AND loss = 'pan' AND tau <> 0.5 AND selection AND classes = 'all' AND is_long
),
cells AS (
  SELECT named_cells.* FROM named_cells LEFT SEMI JOIN varied USING (backbone, dataset, shots, omega)
  WHERE method = 'coop' AND loss = 'pan' AND selection AND positions = 1 AND norm = 'l2'
    AND classes = 'all' AND is_long AND is_usual_prompt
),
by_seed AS (
  SELECT dataset_title AS column, dataset_rank, omega, tau, is_papers, seed,
         CASE WHEN count(accuracy) = count(*) THEN avg(accuracy) END AS accuracy,
         collect_list(cell_id) FILTER (WHERE accuracy IS NULL) AS waits_for,
         count(*) > count(DISTINCT shots) AS mixed, collect_set(program) AS programs
  FROM cells
  GROUP BY dataset_title, dataset_rank, omega, tau, is_papers, seed
  UNION ALL
  SELECT 'Average', 2000, omega, tau, bool_and(is_papers), seed,
         CASE WHEN count(accuracy) = count(*) THEN avg(accuracy) END,
         collect_list(cell_id) FILTER (WHERE accuracy IS NULL),
         count(*) > count(DISTINCT dataset, shots), collect_set(program)
  FROM cells
  GROUP BY omega, tau, seed
),
numbers AS (
  SELECT dataset AS column, tau, accuracy FROM paper WHERE table = 'A6' AND dataset <> 'Average'
  UNION ALL
  SELECT 'Average', tau, avg(accuracy) FROM paper
  WHERE table = 'A6' AND dataset <> 'Average'
  GROUP BY tau
),
entries AS (
  SELECT * EXCEPT (seed, accuracy, waits_for, mixed, programs),
         avg(accuracy) AS mean, stddev_samp(accuracy) AS std, count(accuracy) AS seeds,
         count(*) AS seeds_wanted, flatten(collect_list(waits_for)) AS waits_for,
         bool_or(mixed) AS mixed, array_distinct(flatten(collect_list(programs))) AS programs
  FROM by_seed
  GROUP BY ALL
)
SELECT concat('ω = ', regexp_replace(omega, '[.]0$', '')) AS block, concat('τ = ', entries.tau) AS row,
       entries.column, mean, std, seeds, seeds_wanted,
       numbers.accuracy AS paper, mean - numbers.accuracy AS difference, waits_for, mixed, programs
FROM entries
LEFT JOIN numbers ON is_papers AND omega = 1 AND numbers.column = entries.column
  AND numbers.tau = entries.tau
ORDER BY omega, entries.tau, dataset_rank, entries.column
