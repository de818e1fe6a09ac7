-- What PAN costs by the number of positions N it shrinks (table A9 of the paper), from the view
-- `costs`; 0 is CoOp alone. Columns as in table_a8.sql.
--
--   nemesis sql --out OUT --file conf/sql/table_a9.sql
WITH by_positions AS (
  SELECT * FROM latest_costs WHERE method IN ('coop', 'coop+pan') AND cells = 1
),
coop AS (
  SELECT bench, dataset, algorithm, images_encoded > 0 AS images, seconds
  FROM by_positions
  WHERE positions = 0
),
timed AS (
  SELECT t.model, t.batch, t.dataset, t.classes, t.positions,
         CASE WHEN t.algorithm = 'ours' THEN 'ours'
              WHEN t.images_encoded > 0 THEN 'images'
              ELSE 'text' END AS way,
         t.seconds, t.seconds / coop.seconds AS of_coop
  FROM by_positions t
  LEFT JOIN coop ON coop.bench = t.bench AND coop.dataset = t.dataset
    AND coop.algorithm = t.algorithm AND coop.images = (t.images_encoded > 0)
),
beside AS (
  SELECT model, batch, dataset, classes, positions,
         max(seconds) FILTER (WHERE way = 'ours') AS seconds,
         max(of_coop) FILTER (WHERE way = 'ours') AS of_coop,
         max(seconds) FILTER (WHERE way = 'text') AS reference_text_seconds,
         max(of_coop) FILTER (WHERE way = 'text') AS reference_text_of_coop,
         max(seconds) FILTER (WHERE way = 'images') AS reference_seconds,
         max(of_coop) FILTER (WHERE way = 'images') AS reference_of_coop
  FROM timed
  GROUP BY ALL
),
paper AS (
  SELECT p.dataset, p.positions, p.seconds AS paper_seconds,
         p.seconds / c.seconds AS paper_of_coop
  FROM paper_costs p JOIN paper_costs c ON c.dataset = p.dataset AND c.method = 'coop'
  WHERE p.method IN ('coop', 'coop+pan')
)
SELECT model, batch, dataset, classes, positions,
       round(seconds, 4) AS seconds, round(of_coop, 2) AS of_coop,
       round(reference_text_seconds, 4) AS reference_text_seconds,
       round(reference_text_of_coop, 2) AS reference_text_of_coop,
       round(reference_seconds, 4) AS reference_seconds,
       round(reference_of_coop, 2) AS reference_of_coop,
       round(reference_text_seconds / seconds, 1) AS text_over_ours,
       round(reference_seconds / seconds, 1) AS reference_over_ours,
       paper_seconds, round(paper_of_coop, 2) AS paper_of_coop
FROM beside LEFT JOIN paper USING (dataset, positions)
ORDER BY model, batch, classes DESC, dataset, positions
