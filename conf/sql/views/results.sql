-- One row per cell: done, or failed and never done since.
SELECT * EXCEPT (evaluation_rows, epoch_rows, soft_prompt, meta_net)
FROM cells
