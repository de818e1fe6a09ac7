-- One row per trained cell: its soft prompt, ctx_len vectors of the text encoder's width.
SELECT
  cell_id, attempt, backbone, dataset, method, loss, omega, beta, norm, tau, positions, selection,
  omega_schedule, k, ctx_len, shots, seed, epochs,
  soft_prompt
FROM cells
WHERE size(soft_prompt) > 0
