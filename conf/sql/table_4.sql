-- Table 4: the share beta of PUN in a mix with PAN; accuracy in percent, the mean over all datasets that
-- have mixes. Beta 0 is PAN alone, beta 1 PUN alone.
--
--   submit/nemesis sql --out OUT --file conf/sql/table_4.sql
WITH mixed_cells AS (
  SELECT DISTINCT backbone, dataset, shots, omega FROM named_cells
  WHERE method = 'coop' AND loss = 'mix' AND classes = 'all' AND is_usual AND is_long
),
cells AS (
  SELECT named_cells.* FROM named_cells LEFT SEMI JOIN mixed_cells USING (backbone, dataset, shots, omega)
  WHERE method = 'coop' AND loss <> 'none' AND classes = 'all' AND is_usual AND is_long
),
by_seed AS (
  SELECT omega, beta, shots, seed, bool_and(is_papers) AS is_papers,
         count(DISTINCT dataset) AS datasets,
         CASE WHEN count(accuracy) = count(*) THEN avg(accuracy) END AS accuracy,
         collect_list(cell_id) FILTER (WHERE accuracy IS NULL) AS waits_for,
         count(*) > count(DISTINCT dataset) AS mixed, collect_set(program) AS programs
  FROM cells
  GROUP BY omega, beta, shots, seed
),
entries AS (
  SELECT omega, beta, shots, bool_and(is_papers) AS is_papers, max(datasets) AS datasets,
         avg(accuracy) AS mean, stddev_samp(accuracy) AS std, count(accuracy) AS seeds,
         count(*) AS seeds_wanted, flatten(collect_list(waits_for)) AS waits_for,
         bool_or(mixed) AS mixed, array_distinct(flatten(collect_list(programs))) AS programs
  FROM by_seed
  GROUP BY omega, beta, shots
)
SELECT concat('Average over ', datasets, ' datasets, ω = ', regexp_replace(entries.omega, '[.]0$', '')) AS block,
       concat('β = ', regexp_replace(entries.beta, '[.]0$', ''),
         CASE entries.beta WHEN 0 THEN ' (PAN)' WHEN 1 THEN ' (PUN)' ELSE '' END) AS row,
       entries.shots AS column, mean, std, seeds, seeds_wanted,
       paper.accuracy AS paper, mean - paper.accuracy AS difference, waits_for, mixed, programs
FROM entries
LEFT JOIN paper ON paper.table = '4' AND is_papers AND datasets = 11 AND entries.omega = 1
  AND paper.beta = entries.beta AND paper.shots = entries.shots
ORDER BY block, entries.beta, entries.shots
