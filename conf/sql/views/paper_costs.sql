-- Seconds a batch as the paper's tables A8 and A9 have them, on the authors' GPU, images encoded in
-- every step; not a table itself. positions is N, 0 without PAN.
SELECT dataset, classes, method, positions, seconds
FROM VALUES
  ('ImageNet', 1000, 0.22D, 0.50D, 0.88D, 1.07D, 1.46D, 2.22D, 3.75D, 0.89D, CAST(NULL AS DOUBLE)),
  ('SUN397', 397, 0.11D, 0.21D, 0.37D, 0.45D, 0.59D, 0.90D, 1.50D, 0.38D, 0.33D),
  ('StanfordCars', 196, 0.07D, 0.11D, 0.20D, 0.24D, 0.31D, 0.46D, 0.75D, 0.20D, 0.18D),
  ('Flowers102', 102, 0.06D, 0.07D, 0.12D, 0.15D, 0.18D, 0.26D, 0.41D, 0.12D, 0.11D),
  ('UCF101', 101, 0.06D, 0.07D, 0.12D, 0.14D, 0.18D, 0.26D, 0.41D, 0.13D, 0.11D),
  ('Food101', 101, 0.06D, 0.07D, 0.12D, 0.14D, 0.18D, 0.26D, 0.40D, 0.12D, 0.11D),
  ('Caltech101', 100, 0.06D, 0.07D, 0.12D, 0.14D, 0.18D, 0.25D, 0.40D, 0.12D, 0.11D),
  ('FGVCAircraft', 100, 0.06D, 0.07D, 0.12D, 0.14D, 0.18D, 0.25D, 0.40D, 0.12D, 0.11D),
  ('DTD', 47, 0.05D, 0.05D, 0.08D, 0.09D, 0.11D, 0.14D, 0.21D, 0.08D, 0.07D),
  ('OxfordPets', 37, 0.05D, 0.05D, 0.07D, 0.09D, 0.09D, 0.12D, 0.17D, 0.08D, 0.07D),
  ('EuroSAT', 10, 0.05D, 0.05D, 0.06D, 0.06D, 0.06D, 0.07D, 0.09D, 0.06D, 0.05D)
  AS paper(dataset, classes, coop, pun, pan1, pan2, pan4, pan8, pan16, pun_pan, plot)
LATERAL VIEW stack(
  9,
  'coop', 0, coop,
  'coop+pun', 0, pun,
  'coop+pan', 1, pan1,
  'coop+pan', 2, pan2,
  'coop+pan', 4, pan4,
  'coop+pan', 8, pan8,
  'coop+pan', 16, pan16,
  'coop+pun+pan', 1, pun_pan,
  'plot', 0, plot
) AS method, positions, seconds
WHERE seconds IS NOT NULL
