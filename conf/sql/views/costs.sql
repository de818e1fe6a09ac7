-- One row per timing of 'nemesis bench step --out', of every bench ever written here; what differs
-- between the rows of one bench took turns. The latest of each are in view latest_costs.
-- seconds are of one step of one cell, the median of the rounds.
SELECT
  bench,
  model,
  row.dataset,
  row.classes,
  row.method,
  row.positions,
  row.cells,
  row.algorithm,
  row.images_encoded,
  batch,
  row.rounds,
  row.seconds,
  row.least_seconds,
  row.most_seconds,
  threads,
  cores,
  provenance.program,
  provenance.weights_digest,
  provenance.device,
  provenance.host,
  provenance.djl,
  provenance.pytorch,
  provenance.java,
  provenance.started_at,
  provenance.finished_at
FROM (SELECT * EXCEPT (rows), explode(cost_files.rows) AS row FROM cost_files)
