-- Table A2: the Low-Norm Effect by REPLACE. How many of a prompt's positions classify better than the prompt
-- as it was learned when they alone are replaced by Gaussian noise, by shots. From the view
-- low_norm_entries, which says what an entry is.
--
--   submit/nemesis sql --out OUT --file conf/sql/table_a2.sql
SELECT block, concat(noise, ' ', regexp_replace(factor, '[.]0$', '')) AS row, shots AS column,
       mean, std, seeds, seeds_wanted,
       CAST(NULL AS DOUBLE) AS paper, CAST(NULL AS DOUBLE) AS difference, waits_for, programs, unlike_paper
FROM low_norm_entries
WHERE operation = 'replace'
ORDER BY dataset_rank, block, sort_key, noise, factor, shots
