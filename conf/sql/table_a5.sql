-- Table A5: few-shot learning, accuracy in percent by shots (training images per class). From the view
-- few_shot_entries, which says what an entry is; best is marked by the report.
--
--   submit/nemesis sql --out OUT --file conf/sql/table_a5.sql
WITH numbers AS (
  SELECT dataset AS block, loss, omega, shots, accuracy FROM paper WHERE table = 'A5'
  UNION ALL
  -- The paper's average over its eleven datasets, 50 where the others have omega 10.
  SELECT concat('Average over ', count(*), ' datasets'), loss, if(omega = 50, 10, omega) AS its_omega,
         shots, avg(accuracy)
  FROM paper WHERE table = 'A5'
  GROUP BY loss, its_omega, shots
)
SELECT entries.block, label AS row, entries.shots AS column, mean, std, seeds, seeds_wanted,
       numbers.accuracy AS paper, mean - numbers.accuracy AS difference, waits_for, programs, unlike_paper
FROM few_shot_entries AS entries
LEFT JOIN numbers ON is_papers AND as_in_paper AND entries.method = 'coop' AND numbers.block = entries.block
  AND numbers.loss = entries.loss AND numbers.omega = coalesce(entries.omega, 0)
  AND numbers.shots = entries.shots
WHERE is_in_table_a5
ORDER BY dataset_rank, entries.block, sort_key, entries.shots
