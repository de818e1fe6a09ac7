-- What PAN costs by the number of positions N it shrinks (table A9 of the paper); 0 is CoOp alone. From
-- the view `cost_ratios`, which says what the columns are.
--
--   submit/nemesis sql --out OUT --file conf/sql/bench_a9.sql
SELECT * EXCEPT (method)
FROM cost_ratios
WHERE method IN ('coop', 'coop+pan')
ORDER BY model, batch, classes DESC, dataset, positions
