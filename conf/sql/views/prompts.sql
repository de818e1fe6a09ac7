-- One row per trained cell: its soft prompt, ctx_len vectors of the text encoder's width for each of
-- its prompts or, class-specific, of its classes, one set after another; and CoCoOp's meta-net, null
-- for other methods.
SELECT
  cell_id, attempt, backbone, dataset, method, loss, omega, pan_omega, beta, norm, tau, positions,
  selection, omega_schedule, k, ctx_len, class_token_position, class_specific, prompts, ctx_init,
  shots, seed, classes, epochs,
  soft_prompt,
  meta_net
FROM cells
WHERE size(soft_prompt) > 0
