-- Two grids setting by setting, from the views `results_a` and `results_b` of 'nemesis compare': a
-- row is everything that was chosen for cells but their seed. seeds_a and seeds_b say how many seeds
-- with a result each grid has of it, 0 where it does not have the setting; pairs how many both have.
--
-- Where there are pairs, mean_a, mean_b and difference (b - a, in percent) are over these seeds
-- alone, and the standard error is that of paired differences. Where there are none and both grids
-- have two seeds, it is Welch's, with his degrees of freedom. {settings} stands for the columns of all
-- settings but the seed.
WITH both_grids AS (
  SELECT 'a' AS grid, * FROM results_a
  UNION ALL
  SELECT 'b' AS grid, * FROM results_b
),
by_seed AS (
  SELECT struct({settings}) AS setting,
         seed,
         avg(accuracy) FILTER (WHERE grid = 'a') AS a,
         avg(accuracy) FILTER (WHERE grid = 'b') AS b
  FROM both_grids
  WHERE accuracy IS NOT NULL
  GROUP BY ALL
),
by_setting AS (
  SELECT setting,
         count(a) AS seeds_a, count(b) AS seeds_b, count(b - a) AS pairs,
         avg(a) AS a, avg(b) AS b,
         var_samp(a) / count(a) AS error_a, var_samp(b) / count(b) AS error_b,
         avg(a) FILTER (WHERE b IS NOT NULL) AS paired_a,
         avg(b) FILTER (WHERE a IS NOT NULL) AS paired_b,
         avg(b - a) AS paired_difference,
         stddev_samp(b - a) / sqrt(count(b - a)) AS paired_error
  FROM by_seed
  GROUP BY ALL
)
SELECT setting.*,
       seeds_a, seeds_b, pairs,
       if(pairs > 0, paired_a, a) AS mean_a,
       if(pairs > 0, paired_b, b) AS mean_b,
       if(pairs > 0, paired_difference, b - a) AS difference,
       if(pairs > 0, paired_error, sqrt(error_a + error_b)) AS standard_error,
       if(pairs > 0, pairs - 1D,
          pow(error_a + error_b, 2)
            / nullif(pow(error_a, 2) / (seeds_a - 1) + pow(error_b, 2) / (seeds_b - 1), 0)
       ) AS degrees_of_freedom
FROM by_setting
ORDER BY setting
