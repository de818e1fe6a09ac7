-- Of each model, batch and dataset, the timings of the latest bench alone, so that what is divided
-- by one another took turns; not a table itself.
SELECT * EXCEPT (latest)
FROM (
  SELECT *, max(struct(finished_at, bench)) OVER (PARTITION BY model, batch, dataset) AS latest
  FROM costs
)
WHERE bench = latest.bench
