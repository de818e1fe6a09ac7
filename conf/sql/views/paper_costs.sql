-- Seconds a batch as the paper's tables A8 and A9 have them, on the authors' GPU, images encoded in
-- every step; not a table itself. positions is N, 0 without PAN.
SELECT dataset, classes, method, if(method LIKE '%pan', 1, 0) AS positions, seconds_per_batch AS seconds
FROM paper WHERE table = 'A8'
UNION ALL
SELECT dataset, a8.classes, 'coop+pan', a9.positions, a9.seconds_per_batch
FROM paper AS a9 JOIN paper AS a8 USING (dataset)
WHERE a9.table = 'A9' AND a9.positions > 1 AND a8.table = 'A8' AND a8.method = 'coop'
