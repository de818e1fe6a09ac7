-- What a step of one cell costs in the latest bench of each model, batch and dataset, and how many of
-- CoOp's steps of the same classes that is: ours, the reference's algorithm measured beside it (text
-- side alone, and with images encoded in the step, as the published code does), and the paper's own
-- numbers, which are of a GPU and with images encoded. Ratios are of medians of one bench; null where
-- a step was not timed. What tables A8 and A9 are made from; not a table itself.
WITH coop AS (
  SELECT bench, dataset, algorithm, images_encoded > 0 AS images, seconds
  FROM latest_costs
  WHERE method = 'coop' AND cells = 1
),
timed AS (
  SELECT t.model, t.batch, t.dataset, t.classes, t.method, t.positions,
         CASE WHEN t.algorithm = 'ours' THEN 'ours'
              WHEN t.images_encoded > 0 THEN 'images'
              ELSE 'text' END AS way,
         t.seconds, t.seconds / coop.seconds AS of_coop
  FROM latest_costs t
  LEFT JOIN coop ON coop.bench = t.bench AND coop.dataset = t.dataset
    AND coop.algorithm = t.algorithm AND coop.images = (t.images_encoded > 0)
  WHERE t.cells = 1
),
beside AS (
  SELECT model, batch, dataset, classes, method, positions,
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
  SELECT p.dataset, p.method, p.positions,
         p.seconds AS paper_seconds, p.seconds / c.seconds AS paper_of_coop
  FROM paper_costs p JOIN paper_costs c ON c.dataset = p.dataset AND c.method = 'coop'
)
SELECT model, batch, dataset, classes, method, positions,
       round(seconds, 4) AS seconds, round(of_coop, 2) AS of_coop,
       round(reference_text_seconds, 4) AS reference_text_seconds,
       round(reference_text_of_coop, 2) AS reference_text_of_coop,
       round(reference_seconds, 4) AS reference_seconds,
       round(reference_of_coop, 2) AS reference_of_coop,
       round(reference_text_seconds / seconds, 1) AS text_over_ours,
       round(reference_seconds / seconds, 1) AS reference_over_ours,
       paper_seconds, round(paper_of_coop, 2) AS paper_of_coop
FROM beside LEFT JOIN paper USING (dataset, method, positions)
