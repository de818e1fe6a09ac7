-- Figure 2: few-shot learning, accuracy in percent by shots on average and on each dataset; zero-shot CLIP,
-- and of each method, loss and prompt the one omega that is best on average over all datasets and shots, chosen
-- by test accuracy as the paper's figure is. Shots without a whole entry have no point.
--
--   submit/nemesis sql --out OUT --file conf/sql/figure_2.sql
WITH entries AS (
  SELECT * FROM few_shot_entries
  WHERE is_in_table_a5
),
merits AS (
  SELECT backbone, without_omega, label, count(mean) AS entries, avg(mean) AS mean
  FROM entries WHERE dataset IS NOT NULL
  GROUP BY ALL
),
chosen AS (
  SELECT backbone, without_omega, max_by(label, struct(entries, mean)) AS label FROM merits GROUP BY ALL
)
SELECT block AS panel, CAST(NULL AS STRING) AS panel_y, label AS line, shots AS x, mean AS y, std, seeds
FROM entries JOIN chosen USING (backbone, without_omega, label)
WHERE mean IS NOT NULL AND size(waits_for) = 0
ORDER BY dataset_rank, panel, sort_key, x
