-- One row per trained cell: the arrays that its method learned, each with its name, its shape and its values,
-- row-major. The context vectors are 'ctx', of shape [sets, ctx_len, width]: a set for each prompt or, class-specific,
-- each class, and vectors of the text encoder's width; filter(learned, a -> a.name = 'ctx')[0] has them.
SELECT cell_id, attempt, settings.*, label.text AS label, in_grid, learned
FROM cells
WHERE size(learned) > 0
