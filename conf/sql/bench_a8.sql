-- What a training step costs (table A8 of the paper): ours, the reference's algorithm measured here and
-- the paper's numbers, from the view `cost_ratios`, which says what the columns are.
--
--   submit/nemesis sql --out OUT --file conf/sql/bench_a8.sql
SELECT * EXCEPT (positions)
FROM cost_ratios
WHERE positions <= 1
ORDER BY model, batch, classes DESC, dataset,
         array_position(array('coop', 'coop+pun', 'coop+pan', 'coop+pun+pan', 'plot'), method)
