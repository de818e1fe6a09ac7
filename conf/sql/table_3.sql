-- Table 3: how many positions N PAN takes a batch, with the selection of those where shrinking helped and
-- without; accuracy in percent by shots, on datasets that have cells of more than one N. A row tells what
-- else is unlike the paper's loss and prompt.
--
--   submit/nemesis sql --out OUT --file conf/sql/table_3.sql
WITH cells AS (
  SELECT *, filter(parts, p -> p.setting NOT IN ('omega', 'positions', 'selection')) AS others,
         size(array_except(deviations, array('positions', 'selection'))) = 0 AS as_in_paper
  FROM named_cells
  WHERE method = 'coop' AND loss IN ('none', 'pan') AND classes = 'all' AND is_longest
),
varied AS (
  SELECT backbone, dataset, omega, others FROM cells
  WHERE loss = 'pan'
  GROUP BY ALL
  HAVING max(positions) > 1
),
compared AS (
  SELECT cells.* FROM cells LEFT SEMI JOIN varied
    ON varied.backbone = cells.backbone AND varied.dataset = cells.dataset
      AND if(cells.loss = 'none', varied.others = filter(cells.others, p -> NOT p.is_of_loss),
        cells.omega = varied.omega AND cells.others = varied.others)
),
entries AS (
  SELECT dataset_title, dataset_rank, is_papers AND as_in_paper AS is_papers, loss, omega, others, positions,
         CASE WHEN loss = 'pan' THEN selection END AS selection, shots,
         avg(accuracy) AS mean, stddev_samp(accuracy) AS std, count(accuracy) AS seeds,
         count(*) AS seeds_wanted, collect_list(cell_id) FILTER (WHERE accuracy IS NULL) AS waits_for,
         collect_set(program) AS programs,
         array_distinct(flatten(collect_list(unlike_paper))) AS unlike_paper
  FROM compared
  GROUP BY dataset_title, dataset_rank, is_papers AND as_in_paper, loss, omega, others, positions,
           CASE WHEN loss = 'pan' THEN selection END, shots
),
named AS (
  SELECT *, size(collect_set(if(loss = 'pan', omega, NULL)) OVER (PARTITION BY dataset_title)) AS omegas
  FROM entries
)
SELECT dataset_title AS block, concat_ws(', ',
         CASE WHEN entries.loss = 'none' THEN 'CoOp' ELSE concat('N = ', entries.positions) END,
         CASE WHEN entries.selection THEN 'where it helped' WHEN NOT entries.selection THEN 'all' END,
         CASE WHEN entries.loss = 'pan' AND omegas > 1
           THEN concat('ω = ', regexp_replace(entries.omega, '[.]0$', '')) END,
         transform(others, p -> p.text)) AS row,
       entries.shots AS column, mean, std, seeds, seeds_wanted,
       paper.accuracy AS paper, mean - paper.accuracy AS difference, waits_for, programs, unlike_paper
FROM named AS entries
LEFT JOIN paper ON paper.table = '3' AND is_papers AND paper.dataset = dataset_title
  AND paper.loss = entries.loss AND paper.positions = entries.positions
  AND paper.selection <=> entries.selection AND paper.shots = entries.shots
ORDER BY dataset_rank, block, size(others), entries.positions, entries.selection, row, entries.shots
