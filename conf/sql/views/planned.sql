-- One row per cell the grid has or had: done, failed, or missing, and then without any result. Table
-- results has those that were tried. in_grid is false of what only earlier versions of the grid had.
SELECT
  cell_id, attempt, status, settings.*, label.text AS label,
  * EXCEPT (cell_id, attempt, status, settings, label, evaluation_rows, epoch_rows, learned)
FROM cells
