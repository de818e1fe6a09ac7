-- How often a corrupted prompt beats the prompt as it was learned (section 3.1, figure 1(b), tables
-- A2 and A3 of the paper), from the view `corruptions`.
--
-- A row is one label at one number of shots; seeds alone are averaged over. improved is how many of a
-- prompt's positions classified better when they alone were corrupted; factor is null where it is the
-- sum over the four shrinking factors, which is what figure 1(b) counts as the frequency of the
-- Low-Norm Effect.
WITH counted AS (
  SELECT dataset, classes, method, loss, omega, label, shots, noise, operation, factor, cell_id,
         CAST(count_if(accuracy_after > accuracy_before) AS DOUBLE) AS improved
  FROM corruptions
  WHERE in_grid
  GROUP BY ALL
),
shrinking AS (
  SELECT dataset, classes, method, loss, omega, label, shots, noise, operation,
         CAST(NULL AS DOUBLE) AS factor, cell_id, sum(improved) AS improved
  FROM counted
  WHERE operation = 'rescale' AND factor < 1
  GROUP BY ALL
)
SELECT dataset, classes, method, loss, omega, label, shots, noise, operation, factor,
       avg(improved) AS improved, stddev_samp(improved) AS std, count(*) AS cells
FROM (SELECT * FROM counted UNION ALL SELECT * FROM shrinking)
GROUP BY ALL
ORDER BY dataset, classes, method, loss, omega, label, shots, noise, operation, factor NULLS FIRST
