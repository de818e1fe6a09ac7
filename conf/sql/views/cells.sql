-- Each cell's latest good attempt: its settings and its label as structs, its nested parts still nested. A
-- cell that failed and was never done is here as well, with status 'failed' and without any result, and one
-- of the grid that was not tried yet, with status 'missing' and no attempt. in_grid: the grid as it now is
-- has the cell; others are of its earlier versions.
SELECT
  cell_id,
  attempt,
  status,
  settings,
  label,
  in_grid,
  accuracy,
  macro_f1,
  steps,
  step_seconds,
  bundle_size,
  -- The mean l2 norm of the positions after the last epoch; null for zero-shot.
  aggregate(try_element_at(epochs, -1).norms, 0D, (sum, norm) -> sum + norm)
    / nullif(size(try_element_at(epochs, -1).norms), 0) AS final_norm,
  provenance.*,
  evaluations AS evaluation_rows,
  epochs AS epoch_rows,
  learned
FROM (
  SELECT *, max(attempt) OVER (PARTITION BY cell_id) AS latest
  FROM (
    SELECT
      cell_id, attempt, accuracy, macro_f1, evaluations, epochs, learned,
      steps, bundle_size, step_seconds, provenance, 'done' AS status
    FROM cell_files
    UNION ALL
    SELECT
      cell_id, attempt, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'failed'
    FROM failure_files
    LEFT ANTI JOIN done_cells USING (cell_id)
    UNION ALL
    SELECT
      cell_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'missing'
    FROM described_cells
    LEFT ANTI JOIN done_cells USING (cell_id)
    LEFT ANTI JOIN failure_files USING (cell_id)
  )
)
LEFT JOIN described_cells USING (cell_id)
-- One that failed in an earlier version of the grid is waited for by nobody.
WHERE attempt <=> latest AND (in_grid OR status = 'done')
