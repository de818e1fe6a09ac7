-- One row per cell: done, or failed and never done since.
SELECT * FROM planned WHERE status <> 'missing'
