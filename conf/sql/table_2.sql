-- Table 2: PLOT, accuracy in percent by shots. From the view few_shot_entries, which says what an entry
-- is.
--
--   submit/nemesis sql --out OUT --file conf/sql/table_2.sql
WITH numbers AS (
  SELECT if(dataset = 'Average', 'Average over 3 datasets', dataset) AS block, loss, omega, shots, accuracy
  FROM paper WHERE table = '2'
),
others AS (
  SELECT count(*) AS others FROM few_shot_entries
  WHERE method = 'plot' AND is_main AND is_longest AND dataset IS NOT NULL AND block NOT IN (SELECT dataset FROM paper WHERE table = '2')
)
SELECT entries.block, label AS row, entries.shots AS column, mean, std, seeds, seeds_wanted,
       numbers.accuracy AS paper, mean - numbers.accuracy AS difference, waits_for, programs, unlike_paper
FROM few_shot_entries AS entries CROSS JOIN others
LEFT JOIN numbers ON is_papers AND as_in_paper AND numbers.block = entries.block AND (entries.dataset IS NOT NULL OR others = 0)
  AND numbers.loss = entries.loss AND numbers.omega = coalesce(entries.omega, 0)
  AND numbers.shots = entries.shots
WHERE method = 'plot' AND is_main AND is_longest
ORDER BY dataset_rank, entries.block, sort_key, entries.shots
