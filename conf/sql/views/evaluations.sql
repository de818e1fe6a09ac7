-- One row per cell and target dataset or class half. classes are those of the target that were told
-- apart; trained_classes those of the cell's own dataset that it was trained on, which other tables
-- call classes.
SELECT
  cell_id, attempt, settings.* EXCEPT (classes), settings.classes AS trained_classes,
  label.text AS label, in_grid,
  row.target,
  row.classes,
  row.images,
  row.accuracy,
  row.macro_f1
FROM (SELECT cell_id, attempt, settings, label, in_grid, explode(evaluation_rows) AS row FROM cells)
