-- Table A9: what PAN costs by the number of positions N it shrinks; 0 is CoOp alone. From the view
-- step_costs, which says what an entry is. Steps timed in turns, beside the published code's way:
-- bench_a9.sql.
--
--   submit/nemesis sql --out OUT --file conf/sql/table_a9.sql
SELECT block, dataset_title AS row, concat('N = ', positions) AS column,
       mean, std, seeds, seeds_wanted, paper, difference, waits_for, programs
FROM step_costs
WHERE method IN ('coop', 'coop+pan')
ORDER BY block_rank, dataset_rank, row, positions
