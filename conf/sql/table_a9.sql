-- Table A9: what PAN costs by the number of positions N it shrinks a batch; 0 is CoOp alone. Seconds a step
-- of cells trained by themselves (grids with bundle: 1), tests after the epochs included, and how many of
-- CoOp's steps on the same dataset that is. The paper's seconds are of its authors' GPU, so the second
-- block is the one to compare. Steps timed in turns, beside the published code's way: bench_a9.sql.
--
--   nemesis sql --out OUT --file conf/sql/table_a9.sql
WITH named AS (
  SELECT *, concat('N = ', if(loss = 'none', 0, positions)) AS column,
         if(loss = 'none', 0, positions) AS key,
         min(epochs) OVER (PARTITION BY backbone, dataset) AS shortest
  FROM named_cells
  WHERE method = 'coop' AND is_usual_prompt AND norm = 'l2'
    AND (loss = 'none' OR loss = 'pan' AND selection AND tau = 0.5)
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
  SELECT dataset AS dataset_title, positions AS key, seconds,
         seconds / max(if(method = 'coop', seconds, NULL)) OVER (PARTITION BY dataset) AS of_coop
  FROM paper_costs
  WHERE method IN ('coop', 'coop+pan')
),
entries AS (
  SELECT 1 AS block_rank, 'Seconds a step' AS block, timed.*, seconds AS paper
  FROM timed LEFT JOIN numbers ON numbers.dataset_title = timed.dataset_title AND numbers.key = timed.key
  UNION ALL
  SELECT 2, 'Of CoOp\'s step', timed.dataset_title, timed.dataset_rank, timed.backbone, timed.column, timed.key,
         timed.mean / coop.mean, CAST(NULL AS DOUBLE), timed.seeds, timed.seeds_wanted, timed.waits_for,
         timed.mixed, timed.programs, of_coop
  FROM timed JOIN timed AS coop ON coop.dataset_title = timed.dataset_title
    AND coop.backbone = timed.backbone AND coop.column = 'N = 0'
  LEFT JOIN numbers ON numbers.dataset_title = timed.dataset_title AND numbers.key = timed.key
)
SELECT block, dataset_title AS row, column, mean, std, seeds, seeds_wanted, paper,
       mean - paper AS difference, waits_for, mixed, programs
FROM entries
ORDER BY block_rank, dataset_rank, row, key
