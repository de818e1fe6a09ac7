-- Few-shot accuracy in percent over seeds, of cells of all classes; not a table itself. A row is one
-- setting (see named_cells) at one number of shots on one dataset or, where dataset is null, on average
-- over all datasets its method has: then a seed counts that has every one of them.
--
-- mean and std (sample) are over the seeds that are finished; seeds says how many, seeds_wanted how many
-- the grid has. waits_for are the cells that are not finished, failed ones included. mixed: cells of one
-- seed differ in something that has no column. trained: how many cells are behind the mean. Omega 50, which the paper uses on two datasets where the
-- others have 10, is averaged with it.
WITH by_seed AS (
  SELECT backbone, method, loss, label, short, line, is_usual, omega, is_papers,
         dataset, dataset_title, dataset_rank, shots, seed,
         avg(accuracy) AS accuracy, count(*) AS cells, count(accuracy) AS trained,
         collect_list(cell_id) FILTER (WHERE accuracy IS NULL) AS waits_for,
         collect_set(program) AS programs
  FROM named_cells
  WHERE classes = 'all' AND is_long
  GROUP BY ALL
),
grouped AS (
  SELECT * EXCEPT (label, line, omega),
         CASE WHEN omega = 50 AND dataset_title IN ('OxfordPets', 'Food101')
           THEN replace(label, 'ω = 50', 'ω = 10') ELSE label END AS label,
         CASE WHEN omega = 50 AND dataset_title IN ('OxfordPets', 'Food101') THEN 10 ELSE omega END AS omega,
         CASE WHEN omega = 50 AND dataset_title IN ('OxfordPets', 'Food101') THEN NULL ELSE line END AS line
  FROM by_seed
),
average_by_seed AS (
  SELECT backbone, method, loss, label, short, min(line) AS line, is_usual, omega,
         bool_and(is_papers) AS is_papers, shots, seed,
         CASE WHEN size(flatten(collect_list(waits_for))) = 0 THEN avg(accuracy) END AS accuracy,
         max(cells) AS cells, sum(trained) AS trained, count(DISTINCT dataset) AS datasets,
         flatten(collect_list(waits_for)) AS waits_for,
         array_distinct(flatten(collect_list(programs))) AS programs
  FROM grouped
  GROUP BY backbone, method, loss, label, short, is_usual, omega, shots, seed
),
spans AS (
  SELECT backbone, method, count(DISTINCT dataset) AS of_method FROM grouped GROUP BY ALL
),
seeds AS (
  SELECT dataset, dataset_title, dataset_rank, 1L AS datasets, backbone, method, loss, label, short, line,
         is_usual, omega, is_papers, shots, seed, accuracy, cells, trained, waits_for, programs
  FROM by_seed
  UNION ALL
  SELECT NULL, NULL, 0, datasets, backbone, method, loss, label, short, line,
         is_usual, omega, is_papers, shots, seed, accuracy, cells, trained, waits_for, programs
  FROM average_by_seed JOIN spans USING (backbone, method)
  WHERE datasets = of_method AND datasets > 1
)
SELECT dataset, coalesce(dataset_title, concat('Average over ', datasets, ' datasets')) AS block,
       dataset_rank, backbone, method, loss, omega, label, short, line, is_usual, is_papers, shots,
       datasets, method IN ('zeroshot', 'coop') AND loss <> 'mix' AND is_usual AS is_in_table_a5,
       coalesce(sum(trained) FILTER (WHERE accuracy IS NOT NULL), 0) AS trained,
       avg(accuracy) AS mean, stddev_samp(accuracy) AS std,
       count(accuracy) AS seeds, count(*) AS seeds_wanted,
       flatten(collect_list(waits_for)) AS waits_for, max(cells) > 1 AS mixed,
       array_distinct(flatten(collect_list(programs))) AS programs
FROM seeds
GROUP BY ALL
