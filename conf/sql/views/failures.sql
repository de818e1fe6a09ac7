-- One row per failed attempt, whether or not a later one succeeded.
SELECT
  cell_id,
  attempt,
  cell.backbone,
  cell.dataset,
  cell.method,
  CASE
    WHEN cell.loss IS NULL OR cell.loss.omega = 0 THEN 'none'
    WHEN cell.loss.beta = 1 THEN 'pun'
    WHEN cell.loss.beta = 0 THEN 'pan'
    ELSE 'mix'
  END AS loss,
  cell.loss.omega,
  cell.shots,
  cell.seed,
  coalesce(cell.classes, 'all') AS classes,
  stage,
  kind,
  message,
  stack,
  host,
  `at`
FROM failure_files
