-- One row per operation, factor and position of a cell's latest good attempt: the prompt with that
-- one vector corrupted (section 3.1 of the paper), tested on the classes it was trained on. noise says
-- what the factor of 'replace' means.
SELECT
  cell_id, attempt, settings.*, label.text AS label, in_grid,
  noise,
  row.operation,
  row.factor,
  row.position,
  row.norm_before,
  row.norm_after,
  row.accuracy_before,
  row.accuracy_after
FROM (
  SELECT cell_id, attempt, corruption_files.noise, explode(corruption_files.rows) AS row
  FROM corruption_files
)
JOIN cells USING (cell_id, attempt)
