-- Table 3: how many positions N PAN takes a batch, with the selection of those where shrinking helped and
-- without; accuracy in percent by shots, on datasets that have cells of more than one N.
--
--   submit/nemesis sql --out OUT --file conf/sql/table_3.sql
WITH varied AS (
  SELECT DISTINCT backbone, dataset, omega FROM named_cells
  WHERE method = 'coop' AND loss = 'pan' AND positions > 1 AND classes = 'all' AND is_long
),
by_seed AS (
  SELECT dataset, dataset_title, dataset_rank, is_papers, loss, positions,
         CASE WHEN loss = 'pan' THEN selection END AS selection, shots, seed,
         avg(accuracy) AS accuracy, count(*) AS cells,
         collect_list(cell_id) FILTER (WHERE accuracy IS NULL) AS waits_for,
         collect_set(program) AS programs
  FROM named_cells LEFT SEMI JOIN varied
    ON varied.backbone = named_cells.backbone AND varied.dataset = named_cells.dataset
      AND (named_cells.loss = 'none' OR named_cells.omega = varied.omega)
  WHERE method = 'coop' AND loss IN ('none', 'pan') AND classes = 'all' AND is_long AND is_usual_prompt
    AND norm = 'l2' AND (NOT selection OR tau = 0.5)
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
SELECT dataset_title AS block,
       CASE WHEN entries.loss = 'none' THEN 'CoOp'
         ELSE concat('N = ', entries.positions, if(entries.selection, ', where it helped', ', all')) END AS row,
       entries.shots AS column, mean, std, seeds, seeds_wanted,
       paper.accuracy AS paper, mean - paper.accuracy AS difference, waits_for, mixed, programs
FROM entries
LEFT JOIN paper ON paper.table = '3' AND is_papers AND paper.dataset = dataset_title
  AND paper.loss = entries.loss AND paper.positions = entries.positions
  AND paper.selection <=> entries.selection AND paper.shots = entries.shots
ORDER BY dataset_rank, block, entries.positions, entries.selection, entries.shots
