-- What a training step costs, from cells trained by themselves (grids with bundle: 1), of each dataset
-- those of the fewest epochs and the most shots; tests after the epochs are in the seconds. A row is a method and its
-- positions N on one dataset, in seconds (block_rank 1) and in steps of CoOp's on the same dataset
-- (block_rank 2); method is as in the paper's tables A8 and A9, whose numbers are of its authors' GPU.
-- What tables A8 and A9 are made from, and not a table itself; steps timed in turns are in costs.
WITH alone AS (
  SELECT *,
         CASE WHEN method = 'plot' THEN 'plot' WHEN loss = 'none' THEN 'coop'
           WHEN loss = 'mix' THEN 'coop+pun+pan' ELSE concat('coop+', loss) END AS cost_method,
         CASE WHEN loss = 'pan' THEN positions WHEN loss = 'mix' THEN 1 ELSE 0 END AS tried,
         min(epochs) OVER (PARTITION BY backbone, dataset) AS shortest,
         max(shots) OVER (PARTITION BY backbone, dataset) AS most_shots
  FROM named_cells
  WHERE classes = 'all' AND shots > 0 AND if(status = 'done', bundle_size = 1, NOT is_longest)
    AND (method = 'coop' OR method = 'plot' AND loss = 'none')
    AND size(filter(parts, p -> NOT p.is_of_loss AND p.setting NOT IN ('epochs', 'backbone'))) = 0
    AND (loss = 'none' OR norm = 'l2') AND (loss NOT IN ('pan', 'mix') OR selection AND tau = 0.5)
    AND (loss <> 'mix' OR beta = 0.5 AND positions = 1)
),
timed AS (
  SELECT dataset_title, dataset_rank, backbone, cost_method, tried,
         avg(step_seconds) AS mean, stddev_samp(step_seconds) AS std, count(step_seconds) AS seeds,
         count(*) AS seeds_wanted,
         collect_list(cell_id) FILTER (WHERE step_seconds IS NULL) AS waits_for,
         collect_set(program) AS programs
  FROM alone
  WHERE epochs = shortest AND shots = most_shots
  GROUP BY ALL
),
numbers AS (
  SELECT dataset, method, positions, seconds,
         seconds / max(if(method = 'coop', seconds, NULL)) OVER (PARTITION BY dataset) AS of_coop
  FROM paper_costs
)
SELECT 1 AS block_rank, 'Seconds a step' AS block, dataset_title, dataset_rank, cost_method AS method,
       tried AS positions, mean, std, seeds, seeds_wanted, waits_for, programs,
       seconds AS paper, mean - seconds AS difference
FROM timed LEFT JOIN numbers
  ON numbers.dataset = dataset_title AND numbers.method = cost_method AND numbers.positions = tried
UNION ALL
SELECT 2, 'Of CoOp\'s step', timed.dataset_title, timed.dataset_rank, timed.cost_method,
       timed.tried, timed.mean / coop.mean, CAST(NULL AS DOUBLE), timed.seeds, timed.seeds_wanted,
       timed.waits_for, timed.programs, of_coop, timed.mean / coop.mean - of_coop
FROM timed
JOIN timed AS coop ON coop.dataset_title = timed.dataset_title AND coop.backbone = timed.backbone
  AND coop.cost_method = 'coop'
LEFT JOIN numbers ON numbers.dataset = timed.dataset_title AND numbers.method = timed.cost_method
  AND numbers.positions = timed.tried
