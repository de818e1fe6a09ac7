-- Figure A1: one prompt of CoOp (Caltech101, 16 shots, the first seed) corrupted position by position: test
-- accuracy with that one vector replaced by noise, or rescaled, beside the prompt as it was learned.
--
--   submit/nemesis sql --out OUT --file conf/sql/figure_a1.sql
WITH swept AS (
  SELECT corruptions.*, min(struct(sort_key, corruptions.seed)) OVER () AS first, sort_key
  FROM corruptions JOIN named_cells USING (cell_id)
  WHERE named_cells.dataset IN ('caltech101', 'mini-shapes') AND named_cells.shots = 16
    AND named_cells.method = 'coop' AND named_cells.loss = 'none' AND is_longest
    AND named_cells.classes = 'all'
),
lines AS (
  SELECT operation, noise, factor, regexp_replace(factor, '[.]0$', '') AS line, position, accuracy_after AS accuracy
  FROM swept WHERE struct(sort_key, seed) = first
  UNION ALL
  SELECT DISTINCT operation, noise, 0D, 'as learned', position, accuracy_before
  FROM swept WHERE struct(sort_key, seed) = first
)
SELECT if(operation = 'replace', concat('REPLACE, ', noise, ' of the noise'), 'RESCALE, factor') AS panel,
       CAST(NULL AS STRING) AS panel_y, line, position + 1 AS x, accuracy AS y,
       CAST(NULL AS DOUBLE) AS std, 1L AS seeds
FROM lines
ORDER BY operation, noise, factor, x
