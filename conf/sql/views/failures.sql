-- One row per failed attempt, whether or not a later one succeeded.
SELECT
  cell_id,
  attempt,
  settings.*,
  label.text AS label,
  in_grid,
  stage,
  kind,
  message,
  stack,
  host,
  `at`
FROM failure_files JOIN described_cells USING (cell_id)
