-- What the results of two grids come from, where it differs: a row is a thing that both know and the
-- values it has in each. From the views `results_a` and `results_b` of 'nemesis compare'.
WITH both_grids AS (
  SELECT 'a' AS grid, * FROM results_a
  UNION ALL
  SELECT 'b' AS grid, * FROM results_b
),
told AS (
  SELECT grid, stack(
    6,
    'program', '', program,
    'weights', backbone, weights_digest,
    'dataset', dataset, dataset_digest,
    'pytorch', '', pytorch,
    'djl', '', djl,
    'device', '', device
  ) AS (what, name, value)
  FROM both_grids
  WHERE status = 'done'
),
known AS (
  SELECT what, name,
         array_sort(collect_set(value) FILTER (WHERE grid = 'a')) AS a,
         array_sort(collect_set(value) FILTER (WHERE grid = 'b')) AS b
  FROM told
  GROUP BY ALL
)
SELECT what, name, a, b
FROM known
WHERE size(a) > 0 AND size(b) > 0 AND a <> b
ORDER BY array_position(array('program', 'weights', 'dataset', 'pytorch', 'djl', 'device'), what), name
