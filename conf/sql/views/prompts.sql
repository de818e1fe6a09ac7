-- One row per trained cell: its soft prompt, ctx_len vectors of the text encoder's width for each of
-- its prompts or, class-specific, of its classes, one set after another; and CoCoOp's meta-net, null
-- for other methods.
SELECT cell_id, attempt, settings.*, label.text AS label, in_grid, soft_prompt, meta_net
FROM cells
WHERE size(soft_prompt) > 0
