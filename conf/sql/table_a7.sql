-- Table A7: which p-norm; accuracy of CoOp + PAN in percent, the mean over the shots. From the view
-- pan_means, which says what an entry is. The paper's own "Average" is the sum of its six numbers over
-- five, so their mean stands beside ours. Its numbers are means over five numbers of shots.
--
--   submit/nemesis sql --out OUT --file conf/sql/table_a7.sql
WITH numbers AS (
  SELECT array(dataset) AS datasets, CAST(norm AS STRING) AS setting, accuracy FROM paper
  WHERE table = 'A7' AND dataset <> 'Average'
  UNION ALL
  SELECT array_sort(collect_set(dataset)), CAST(norm AS STRING) AS setting, avg(accuracy) FROM paper
  WHERE table = 'A7' AND dataset <> 'Average'
  GROUP BY setting
)
SELECT concat_ws(', ', concat('ω = ', regexp_replace(omega, '[.]0$', '')), others) AS block, CASE pan_means.setting WHEN 'l2' THEN 'ℓ2' WHEN 'l1' THEN 'ℓ1' WHEN 'linf' THEN 'ℓ∞' ELSE pan_means.setting END AS row,
       pan_means.dataset AS column, mean, std, seeds, seeds_wanted,
       numbers.accuracy AS paper, mean - numbers.accuracy AS difference, waits_for, programs, unlike_paper
FROM pan_means
LEFT JOIN numbers ON is_papers AND omega = 1 AND pan_means.shots = 5 AND numbers.datasets = pan_means.datasets
  AND numbers.setting = pan_means.setting
WHERE axis = 'norm'
ORDER BY omega, block, array_position(array('l2', 'l1', 'linf'), pan_means.setting), dataset_rank, column
