-- Few-shot accuracy in percent over seeds, of cells of all classes; not a table itself. A row is one label
-- (see named_cells) at one number of shots on one dataset or, where dataset is null, on average over all
-- datasets its method has: then a seed counts that has every one of them.
--
-- mean and std (sample) are over the seeds that are finished; seeds says how many, seeds_wanted how many
-- the grid has. waits_for are the cells that are not finished, failed ones included. trained: how many cells
-- are behind the mean. as_in_paper: nothing but omega and beta is unlike the paper's settings. An average
-- takes omega 50, which the paper uses on two datasets where the others have 10, for 10.
WITH cells AS (
  SELECT backbone, method, loss, label, without_omega, approach, sort_key, omega, is_main, is_longest,
         is_papers, size(deviations) = 0 AS as_in_paper, unlike_paper,
         dataset, dataset_title, dataset_rank, shots, seed, accuracy,
         if(accuracy IS NULL, array(cell_id), CAST(array() AS ARRAY<STRING>)) AS waits_for,
         array_compact(array(program)) AS programs
  FROM named_cells
  WHERE classes = 'all'
),
averaged AS (
  SELECT *, if(omega = 50 AND dataset_title IN ('OxfordPets', 'Food101'), 10D, omega) AS of_average
  FROM cells
),
average_by_seed AS (
  SELECT backbone, method, loss, if(of_average <=> omega, label, replace(label, 'ω = 50', 'ω = 10')) AS name,
         without_omega, approach, min(if(of_average <=> omega, sort_key, NULL)) AS sort_key, of_average,
         is_main, is_longest, bool_and(is_papers) AS is_papers, bool_and(as_in_paper) AS as_in_paper,
         array_distinct(flatten(collect_list(unlike_paper))) AS unlike_paper, shots, seed,
         CASE WHEN count(accuracy) = count(*) THEN avg(accuracy) END AS accuracy,
         flatten(collect_list(waits_for)) AS waits_for,
         array_distinct(flatten(collect_list(programs))) AS programs,
         count(accuracy) AS trained, count(DISTINCT dataset) AS datasets
  FROM averaged
  GROUP BY backbone, method, loss, name, without_omega, approach, of_average, is_main, is_longest, shots, seed
),
spans AS (
  SELECT backbone, method, count(DISTINCT dataset) AS of_method FROM cells WHERE is_longest GROUP BY ALL
),
seeds AS (
  SELECT dataset, dataset_title, dataset_rank, 1L AS datasets, backbone, method, loss, label, without_omega,
         approach, sort_key, omega, is_main, is_longest, is_papers, as_in_paper, unlike_paper, shots, seed,
         accuracy, waits_for, programs, CAST(accuracy IS NOT NULL AS BIGINT) AS trained
  FROM cells
  UNION ALL
  SELECT NULL, NULL, 0, datasets, backbone, method, loss, name, without_omega,
         approach, sort_key, of_average, is_main, is_longest, is_papers, as_in_paper, unlike_paper, shots, seed,
         accuracy, waits_for, programs, trained
  FROM average_by_seed JOIN spans USING (backbone, method)
  WHERE datasets = of_method AND datasets > 1
)
SELECT dataset, coalesce(dataset_title, concat('Average over ', datasets, ' datasets')) AS block,
       dataset_rank, backbone, method, loss, omega, label, without_omega, approach, min(sort_key) AS sort_key,
       is_main, is_longest, bool_and(is_papers) AS is_papers, bool_and(as_in_paper) AS as_in_paper, shots, datasets,
       method IN ('zeroshot', 'coop') AND loss <> 'mix' AND is_main AND is_longest AS is_in_table_a5,
       coalesce(sum(trained) FILTER (WHERE accuracy IS NOT NULL), 0) AS trained,
       avg(accuracy) AS mean, stddev_samp(accuracy) AS std,
       count(accuracy) AS seeds, count(*) AS seeds_wanted,
       flatten(collect_list(waits_for)) AS waits_for,
       array_distinct(flatten(collect_list(programs))) AS programs,
       array_distinct(flatten(collect_list(unlike_paper))) AS unlike_paper
FROM seeds
GROUP BY dataset, dataset_title, dataset_rank, backbone, method, loss, omega, label, without_omega, approach,
         is_main, is_longest, shots, datasets
