-- Table A8: what a training step costs by method. From the view
-- step_costs, which says what an entry is. Steps timed in turns, beside the published code's way:
-- bench_a8.sql.
--
--   submit/nemesis sql --out OUT --file conf/sql/table_a8.sql
SELECT block, dataset_title AS row,
       element_at(array('CoOp', '+ PUN', '+ PAN', '+ PUN + PAN', 'PLOT'), CAST(array_position(
         array('coop', 'coop+pun', 'coop+pan', 'coop+pun+pan', 'plot'), method) AS INT)) AS column,
       mean, std, seeds, seeds_wanted, paper, difference, waits_for, programs
FROM step_costs
WHERE positions <= 1
ORDER BY block_rank, dataset_rank, row,
         array_position(array('coop', 'coop+pun', 'coop+pan', 'coop+pun+pan', 'plot'), method)
