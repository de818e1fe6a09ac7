-- Figure 2: few-shot learning, accuracy in percent by shots on average and on each dataset; zero-shot CLIP,
-- and of each method and loss the one omega that is best on average over all datasets and shots, chosen by
-- test accuracy as the paper's figure is. Shots without a whole entry have no point.
--
--   submit/nemesis sql --out OUT --file conf/sql/figure_2.sql
WITH usual AS (
  SELECT * FROM few_shot_entries
  WHERE method IN ('zeroshot', 'coop') AND loss <> 'mix' AND is_usual
),
merits AS (
  SELECT backbone, short, label, count(mean) AS entries, avg(mean) AS mean
  FROM usual WHERE dataset IS NOT NULL
  GROUP BY ALL
),
chosen AS (
  SELECT backbone, short, max_by(label, struct(entries, mean)) AS label FROM merits GROUP BY ALL
)
SELECT block AS panel, CAST(NULL AS STRING) AS panel_y, label AS line, shots AS x, mean AS y, std, seeds
FROM usual JOIN chosen USING (backbone, short, label)
WHERE mean IS NOT NULL AND size(waits_for) = 0
ORDER BY dataset_rank, panel, usual.line, x
