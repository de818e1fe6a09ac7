-- Each cell's latest good attempt, its axes as columns, its nested parts still nested. A cell that
-- failed and was never done is here as well, with status 'failed' and without any result, and one of the
-- grid that was not tried yet, with status 'missing' and no attempt.
SELECT
  cell_id,
  attempt,
  status,
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
  cell.loss.pan_omega,
  cell.loss.beta,
  cell.loss.norm,
  cell.loss.tau,
  cell.loss.positions,
  cell.loss.selection,
  cell.loss.schedule AS omega_schedule,
  cell.loss.k,
  cell.prompt.ctx_len,
  -- Files older than these three have none of them, and were trained with what is filled in.
  CASE WHEN cell.method <> 'zeroshot' THEN coalesce(cell.prompt.class_token_position, 'end') END
    AS class_token_position,
  CASE WHEN cell.method <> 'zeroshot' THEN coalesce(cell.prompt.class_specific, false) END
    AS class_specific,
  CASE WHEN cell.method <> 'zeroshot' THEN coalesce(cell.prompt.prompts, 1) END AS prompts,
  cell.prompt.ctx_init,
  cell.shots,
  cell.seed,
  cell.optimizer.epochs AS epochs,
  cell.optimizer.batch_size,
  cell.optimizer.lr,
  cell.views,
  cell.targets,
  -- 'base' where the first half of the dataset's classes was trained on; accuracy is of these then.
  coalesce(cell.classes, 'all') AS classes,
  accuracy,
  macro_f1,
  steps,
  step_seconds,
  bundle_size,
  -- The mean l2 norm of the positions after the last epoch; null for zero-shot.
  aggregate(try_element_at(epochs, -1).norms, 0D, (sum, norm) -> sum + norm)
    / nullif(size(try_element_at(epochs, -1).norms), 0) AS final_norm,
  provenance.program,
  provenance.grid_digest,
  provenance.weights_digest,
  provenance.dataset_digest,
  provenance.bundle,
  provenance.device,
  provenance.host,
  provenance.djl,
  provenance.pytorch,
  provenance.spark,
  provenance.java,
  provenance.os,
  provenance.started_at,
  provenance.finished_at,
  provenance.skipped_images,
  evaluations AS evaluation_rows,
  epochs AS epoch_rows,
  soft_prompt,
  meta_net
FROM (
  SELECT *, max(attempt) OVER (PARTITION BY cell_id) AS latest
  FROM (
    SELECT
      cell_id, attempt, cell, accuracy, macro_f1, evaluations, epochs, soft_prompt, meta_net,
      steps, bundle_size, step_seconds, provenance, 'done' AS status
    FROM cell_files
    UNION ALL
    SELECT
      cell_id, attempt, cell, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'failed'
    FROM failure_files
    LEFT ANTI JOIN done_cells USING (cell_id)
    -- Of the grid as it is: one that was changed since does not wait for what failed before.
    WHERE cell_id IN (SELECT cell_id FROM planned_cells)
      OR NOT EXISTS (SELECT 1 FROM planned_cells)
    UNION ALL
    SELECT
      cell_id, NULL, cell, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'missing'
    FROM planned_cells
    LEFT ANTI JOIN done_cells USING (cell_id)
    LEFT ANTI JOIN failure_files USING (cell_id)
  )
)
WHERE attempt <=> latest
