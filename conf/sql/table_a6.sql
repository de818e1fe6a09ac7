-- Table A6: what PAN scales a tried position by; accuracy of CoOp + PAN in percent, the mean over the shots. From the view
-- pan_means, which says what an entry is. The paper's own "Average" is the sum of its six numbers over
-- five, so their mean stands beside ours. Its numbers are means over five numbers of shots.
--
--   submit/nemesis sql --out OUT --file conf/sql/table_a6.sql
WITH numbers AS (
  SELECT array(dataset) AS datasets, CAST(tau AS STRING) AS setting, accuracy FROM paper
  WHERE table = 'A6' AND dataset <> 'Average'
  UNION ALL
  SELECT array_sort(collect_set(dataset)), CAST(tau AS STRING) AS setting, avg(accuracy) FROM paper
  WHERE table = 'A6' AND dataset <> 'Average'
  GROUP BY setting
)
SELECT concat_ws(', ', concat('ω = ', regexp_replace(omega, '[.]0$', '')), others) AS block, concat('τ = ', pan_means.setting) AS row,
       pan_means.dataset AS column, mean, std, seeds, seeds_wanted,
       numbers.accuracy AS paper, mean - numbers.accuracy AS difference, waits_for, programs, unlike_paper
FROM pan_means
LEFT JOIN numbers ON is_papers AND omega = 1 AND pan_means.shots = 5 AND numbers.datasets = pan_means.datasets
  AND numbers.setting = pan_means.setting
WHERE axis = 'tau'
ORDER BY omega, block, pan_means.setting, dataset_rank, column
