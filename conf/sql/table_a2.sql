-- Table A2: the Low-Norm Effect by REPLACE. How many of a prompt's positions classify better than the
-- prompt as it was learned when they alone are replaced by Gaussian noise; mean and sample standard deviation
-- over seeds, by shots. Cells of a setting that was corrupted anywhere are waited for.
--
--   nemesis sql --out OUT --file conf/sql/table_a2.sql
WITH counted AS (
  SELECT cell_id, noise, factor,
         CAST(count_if(accuracy_after > accuracy_before) AS DOUBLE) AS improved
  FROM corruptions
  WHERE operation = 'replace'
  GROUP BY ALL
),
tried AS (
  SELECT DISTINCT label, noise, factor FROM counted JOIN named_cells USING (cell_id)
),
by_seed AS (
  SELECT dataset_title, dataset_rank, label, line, noise, factor, shots, seed,
         avg(improved) AS improved, count(*) AS cells,
         collect_list(cell_id) FILTER (WHERE improved IS NULL) AS waits_for,
         collect_set(program) AS programs
  FROM named_cells JOIN tried USING (label) LEFT JOIN counted USING (cell_id, noise, factor)
  WHERE classes = 'all' AND is_long
  GROUP BY ALL
),
labels AS (SELECT count(DISTINCT label) AS of_tried FROM tried)
SELECT concat(dataset_title, if(of_tried > 1, concat(', ', label), '')) AS block,
       concat(noise, ' ', regexp_replace(factor, '[.]0$', '')) AS row,
       shots AS column, avg(improved) AS mean, stddev_samp(improved) AS std, count(improved) AS seeds,
       count(*) AS seeds_wanted, CAST(NULL AS DOUBLE) AS paper, CAST(NULL AS DOUBLE) AS difference,
       flatten(collect_list(waits_for)) AS waits_for, max(cells) > 1 AS mixed,
       array_distinct(flatten(collect_list(programs))) AS programs
FROM by_seed CROSS JOIN labels
GROUP BY dataset_title, dataset_rank, label, line, of_tried, noise, factor, shots
ORDER BY dataset_rank, block, line, noise, factor, shots
