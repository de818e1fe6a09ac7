-- How many of a prompt's positions classify better than the prompt as it was learned when they alone are
-- corrupted: mean and sample standard deviation over seeds, by operation and factor (of REPLACE, the
-- strength of its noise). Cells of a setting that was corrupted anywhere are waited for. What tables A2
-- and A3 are made from, and not a table itself.
WITH counted AS (
  SELECT cell_id, operation, noise, factor,
         CAST(count_if(accuracy_after > accuracy_before) AS DOUBLE) AS improved
  FROM corruptions
  GROUP BY ALL
),
tried AS (
  SELECT DISTINCT label, operation, noise, factor FROM counted JOIN named_cells USING (cell_id)
),
by_seed AS (
  SELECT dataset_title, dataset_rank, label, sort_key, operation, noise, factor, shots, seed, improved,
         if(improved IS NULL, array(cell_id), CAST(array() AS ARRAY<STRING>)) AS waits_for,
         array_compact(array(program)) AS programs, unlike_paper
  FROM named_cells JOIN tried USING (label)
    LEFT JOIN counted USING (cell_id, operation, noise, factor)
  WHERE classes = 'all' AND is_longest
),
labels AS (SELECT count(DISTINCT label) AS of_tried FROM tried)
SELECT concat(dataset_title, if(of_tried > 1, concat(', ', label), '')) AS block,
       dataset_rank, sort_key, operation, noise, factor, shots,
       avg(improved) AS mean, stddev_samp(improved) AS std, count(improved) AS seeds,
       count(*) AS seeds_wanted, flatten(collect_list(waits_for)) AS waits_for,
       array_distinct(flatten(collect_list(programs))) AS programs,
       array_distinct(flatten(collect_list(unlike_paper))) AS unlike_paper
FROM by_seed CROSS JOIN labels
GROUP BY dataset_title, dataset_rank, label, sort_key, of_tried, operation, noise, factor, shots
