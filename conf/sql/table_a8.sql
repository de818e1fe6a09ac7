-- Table A8: what a training step costs by method. Seconds a step
-- of cells trained by themselves (grids with bundle: 1), tests after the epochs included, and how many of
-- CoOp's steps on the same dataset that is. The paper's seconds are of its authors' GPU, so the second
-- block is the one to compare. Steps timed in turns, beside the published code's way: bench_a8.sql.
--
--   nemesis sql --out OUT --file conf/sql/table_a8.sql
WITH named AS (
  SELECT *, CASE WHEN method = 'plot' THEN 'PLOT' WHEN loss = 'none' THEN 'CoOp'
           WHEN loss = 'mix' THEN '+ PUN + PAN' ELSE concat('+ ', upper(loss)) END AS column,
         CASE WHEN method = 'plot' THEN 'plot' WHEN loss = 'none' THEN 'coop'
           WHEN loss = 'mix' THEN 'coop+pun+pan' ELSE concat('coop+', loss) END AS key,
         min(epochs) OVER (PARTITION BY backbone, dataset) AS shortest
  FROM named_cells
  WHERE (method = 'coop' OR method = 'plot' AND loss = 'none') AND is_usual
    AND (loss <> 'mix' OR beta = 0.5)
    AND classes = 'all' AND shots > 0 AND if(status = 'done', bundle_size = 1, NOT is_long)
),
timed AS (
  SELECT dataset_title, dataset_rank, backbone, column, key,
         avg(step_seconds) AS mean, stddev_samp(step_seconds) AS std, count(step_seconds) AS seeds,
         count(*) AS seeds_wanted,
         collect_list(cell_id) FILTER (WHERE step_seconds IS NULL) AS waits_for,
         max(loss) <> min(loss) OR max(shots) <> min(shots) OR max(epochs) <> min(epochs) AS mixed,
         collect_set(program) AS programs
  FROM named
  WHERE epochs = shortest
  GROUP BY ALL
),
numbers AS (
  SELECT dataset AS dataset_title, method AS key, seconds,
         seconds / max(if(method = 'coop', seconds, NULL)) OVER (PARTITION BY dataset) AS of_coop
  FROM paper_costs
  WHERE positions <= 1
),
entries AS (
  SELECT 1 AS block_rank, 'Seconds a step' AS block, timed.*, seconds AS paper
  FROM timed LEFT JOIN numbers ON numbers.dataset_title = timed.dataset_title AND numbers.key = timed.key
  UNION ALL
  SELECT 2, 'Of CoOp\'s step', timed.dataset_title, timed.dataset_rank, timed.backbone, timed.column, timed.key,
         timed.mean / coop.mean, CAST(NULL AS DOUBLE), timed.seeds, timed.seeds_wanted, timed.waits_for,
         timed.mixed, timed.programs, of_coop
  FROM timed JOIN timed AS coop ON coop.dataset_title = timed.dataset_title
    AND coop.backbone = timed.backbone AND coop.column = 'CoOp'
  LEFT JOIN numbers ON numbers.dataset_title = timed.dataset_title AND numbers.key = timed.key
)
SELECT block, dataset_title AS row, column, mean, std, seeds, seeds_wanted, paper,
       mean - paper AS difference, waits_for, mixed, programs
FROM entries
ORDER BY block_rank, dataset_rank, row, array_position(array('coop', 'coop+pun', 'coop+pan', 'coop+pun+pan', 'plot'), key)
