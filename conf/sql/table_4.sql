-- Table 4: the share beta of PUN in a mix with PAN; accuracy in percent, the mean over all datasets that
-- have mixes. Beta 0 is PAN alone, beta 1 PUN alone. A block tells what else is unlike the paper's loss and
-- prompt.
--
--   submit/nemesis sql --out OUT --file conf/sql/table_4.sql
WITH cells AS (
  SELECT *, transform(filter(parts, p -> p.setting NOT IN ('omega', 'beta')), p -> p.text) AS others,
         size(deviations) = 0 AS as_in_paper
  FROM named_cells
  WHERE method = 'coop' AND loss <> 'none' AND classes = 'all' AND is_longest
),
mixes AS (
  SELECT DISTINCT backbone, dataset, shots, omega, others FROM cells WHERE loss = 'mix'
),
by_seed AS (
  SELECT backbone, omega, others, beta, shots, seed, bool_and(is_papers AND as_in_paper) AS is_papers,
         count(*) AS datasets,
         CASE WHEN count(accuracy) = count(*) THEN avg(accuracy) END AS accuracy,
         collect_list(cell_id) FILTER (WHERE accuracy IS NULL) AS waits_for,
         collect_set(program) AS programs,
         array_distinct(flatten(collect_list(unlike_paper))) AS unlike_paper
  FROM cells LEFT SEMI JOIN mixes USING (backbone, dataset, shots, omega, others)
  GROUP BY backbone, omega, others, beta, shots, seed
),
entries AS (
  SELECT backbone, omega, others, beta, shots, bool_and(is_papers) AS is_papers, max(datasets) AS datasets,
         avg(accuracy) AS mean, stddev_samp(accuracy) AS std, count(accuracy) AS seeds,
         count(*) AS seeds_wanted, flatten(collect_list(waits_for)) AS waits_for,
         array_distinct(flatten(collect_list(programs))) AS programs,
         array_distinct(flatten(collect_list(unlike_paper))) AS unlike_paper
  FROM by_seed
  GROUP BY backbone, omega, others, beta, shots
)
SELECT concat_ws(', ', concat('Average over ', datasets, ' datasets'),
         concat('ω = ', regexp_replace(entries.omega, '[.]0$', '')), others) AS block,
       concat('β = ', regexp_replace(entries.beta, '[.]0$', ''),
         CASE entries.beta WHEN 0 THEN ' (PAN)' WHEN 1 THEN ' (PUN)' ELSE '' END) AS row,
       entries.shots AS column, mean, std, seeds, seeds_wanted,
       paper.accuracy AS paper, mean - paper.accuracy AS difference, waits_for, programs, unlike_paper
FROM entries
LEFT JOIN paper ON paper.table = '4' AND is_papers AND datasets = 11 AND entries.omega = 1
  AND paper.beta = entries.beta AND paper.shots = entries.shots
ORDER BY block, entries.beta, entries.shots
