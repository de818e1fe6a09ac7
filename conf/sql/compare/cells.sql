-- Two grids cell by cell, from the views `results_a` and `results_b` of 'nemesis compare': a row is a
-- cell id, which is the same science wherever it was trained. Accuracy is in percent, null where the
-- cell failed; the largest differences come first.
SELECT cell_id,
       a.status IS NOT NULL AS in_a, b.status IS NOT NULL AS in_b,
       a.accuracy AS accuracy_a, b.accuracy AS accuracy_b,
       b.accuracy - a.accuracy AS difference
FROM results_a a FULL JOIN results_b b USING (cell_id)
ORDER BY abs(b.accuracy - a.accuracy) DESC NULLS LAST, cell_id
