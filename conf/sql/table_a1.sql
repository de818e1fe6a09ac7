-- Table A1: the datasets, as the runs of this grid found them: classes, training and test images.
--
--   submit/nemesis sql --out OUT --file conf/sql/table_a1.sql
WITH found AS (
  SELECT coalesce(title, dataset) AS title, coalesce(rank, 1000) AS rank, classes, train, test
  FROM datasets LEFT JOIN titles USING (dataset)
),
counted AS (
  SELECT title, rank, column, column_rank, number
  FROM found
  LATERAL VIEW stack(3, 'Classes', 1, classes, 'Train', 2, train, 'Test', 3, test)
    AS column, column_rank, number
),
numbers AS (
  SELECT dataset AS title, column, number AS paper
  FROM paper
  LATERAL VIEW stack(3, 'Classes', classes, 'Train', train, 'Test', test) AS column, number
  WHERE table = 'A1'
)
SELECT CAST(NULL AS STRING) AS block, title AS row, column, CAST(number AS DOUBLE) AS mean,
       CAST(NULL AS DOUBLE) AS std, 1L AS seeds, 1L AS seeds_wanted,
       CAST(paper AS DOUBLE) AS paper, CAST(number - paper AS DOUBLE) AS difference,
       CAST(array() AS ARRAY<STRING>) AS waits_for,
       CAST(array() AS ARRAY<STRING>) AS programs
FROM counted LEFT JOIN numbers USING (title, column)
ORDER BY rank, row, column_rank
