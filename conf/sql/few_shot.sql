-- Few-shot learning: every setting of every method the grid has, not the paper's alone; accuracy in
-- percent by shots (training images per class). From the view few_shot_entries, which says what an entry
-- is.
--
--   submit/nemesis sql --out OUT --file conf/sql/few_shot.sql
SELECT block, label AS row, shots AS column, mean, std, seeds, seeds_wanted,
       CAST(NULL AS DOUBLE) AS paper, CAST(NULL AS DOUBLE) AS difference, waits_for, programs, unlike_paper
FROM few_shot_entries
ORDER BY dataset_rank, block, sort_key, shots
