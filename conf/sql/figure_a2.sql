-- Figure A2: norms and accuracy along the training of CoOp, + PUN and + PAN on Caltech101, 1 shot.
-- From the view training_curves, which says what a point is.
--
--   submit/nemesis sql --out OUT --file conf/sql/figure_a2.sql
SELECT panel, panel_y, line, x, y, std, seeds
FROM training_curves
WHERE dataset IN ('caltech101', 'mini-shapes') AND shots IN (1)
ORDER BY shots, panel_y, sort_key, x
