-- One row per cell the grid has or had: done, failed, or missing, and then without any result. Table
-- results has those that were tried.
SELECT * EXCEPT (evaluation_rows, epoch_rows, soft_prompt, meta_net)
FROM cells
