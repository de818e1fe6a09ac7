-- Accuracy of CoOp + PAN in percent, the mean over the shots, along one axis that PAN was varied on: tau
-- (with the l2 norm) or norm (with tau 0.5); on the datasets and shots that have more than one value of
-- it, where it selects. setting is the value, of the axis named by axis; others is what else is unlike the
-- paper's loss and prompt; dataset 'Average' is that over these datasets. A seed counts that has every cell.
-- datasets and shots say over which and how many a mean is. What tables A6 and A7 are made from, and not a
-- table itself.
WITH cells AS (
  SELECT *, explode(array_compact(array(if(norm = 'l2', 'tau', NULL), if(tau = 0.5, 'norm', NULL)))) AS axis,
         transform(filter(parts, p -> p.setting NOT IN ('omega', 'tau', 'norm')), p -> p.text) AS others
  FROM named_cells
  WHERE method = 'coop' AND loss = 'pan' AND selection AND classes = 'all' AND is_longest
),
varied AS (
  SELECT axis, backbone, dataset, shots, omega, others FROM cells
  GROUP BY ALL
  HAVING count(DISTINCT tau, norm) > 1
),
compared AS (
  SELECT cells.* EXCEPT (is_papers), if(axis = 'tau', CAST(tau AS STRING), norm) AS setting,
         is_papers AND size(array_except(deviations, array(axis))) = 0 AS is_papers
  FROM cells LEFT SEMI JOIN varied USING (axis, backbone, dataset, shots, omega, others)
),
by_seed AS (
  SELECT axis, backbone, setting, dataset_title AS dataset, dataset_rank, omega, others, is_papers, seed,
         CASE WHEN count(accuracy) = count(*) THEN avg(accuracy) END AS accuracy,
         collect_list(cell_id) FILTER (WHERE accuracy IS NULL) AS waits_for, collect_set(program) AS programs,
         array_distinct(flatten(collect_list(unlike_paper))) AS unlike_paper,
         array(dataset_title) AS datasets, count(DISTINCT shots) AS shots
  FROM compared
  GROUP BY axis, backbone, setting, dataset_title, dataset_rank, omega, others, is_papers, seed
  UNION ALL
  SELECT axis, backbone, setting, 'Average', 2000, omega, others, bool_and(is_papers), seed,
         CASE WHEN count(accuracy) = count(*) THEN avg(accuracy) END,
         collect_list(cell_id) FILTER (WHERE accuracy IS NULL), collect_set(program),
         array_distinct(flatten(collect_list(unlike_paper))),
         array_sort(collect_set(dataset_title)), count(DISTINCT shots)
  FROM compared
  GROUP BY axis, backbone, setting, omega, others, seed
)
SELECT axis, backbone, setting, dataset, dataset_rank, omega, others, is_papers,
       avg(accuracy) AS mean, stddev_samp(accuracy) AS std, count(accuracy) AS seeds,
       count(*) AS seeds_wanted, flatten(collect_list(waits_for)) AS waits_for,
       array_distinct(flatten(collect_list(programs))) AS programs,
       array_distinct(flatten(collect_list(unlike_paper))) AS unlike_paper,
       max(datasets) AS datasets, max(shots) AS shots
FROM by_seed
GROUP BY axis, backbone, setting, dataset, dataset_rank, omega, others, is_papers
