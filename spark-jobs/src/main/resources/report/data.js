// What the program wrote into the page.

function read(name) {
  const element = byId('data-' + name);
  return element ? JSON.parse(element.textContent) : null;
}

const ABOUT = read('about');
const MODEL = read('model') ?? {tables: [], figures: [], notes: []};
const FAILURES = read('failures') ?? [];
const CELLS = cellsOf(read('cells'));
const CELL = new Map(CELLS.map((cell) => [cell.cell_id, cell]));

function cellsOf(index) {
  if (!index) return [];
  return index.rows.map((row) => {
    const cell = {};
    index.columns.forEach((name, i) => {
      cell[name] = row[i];
    });
    cell.search = [cell.cell_id, cell.approach, cell.details, cell.backbone].join(' ').toLowerCase();
    return cell;
  });
}

/** One line that names a cell to a person. */
function named(cell) {
  return [
    cell.dataset,
    cell.method !== 'zeroshot' && count(cell.shots, 'shot'),
    cell.approach + (cell.loss === 'none' ? '' : ' (ω = ' + significant(cell.omega) + ')'),
    cell.details,
    cell.method !== 'zeroshot' && 'seed ' + cell.seed,
  ].filter(Boolean).join(' · ');
}

const unpacked = new Map();

/** A cell's details, unpacked with those it was packed with. */
async function detailsOf(cell) {
  if (!unpacked.has(cell.chunk)) unpacked.set(cell.chunk, unpack(byId('details-' + cell.chunk).textContent));
  return (await unpacked.get(cell.chunk))[cell.place];
}

async function unpack(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
}

/** A curve as the program packs it: an exponent of ten, then what each value adds to the last. */
function curve(packed) {
  if (!packed) return [];
  const unit = 10 ** packed[0];
  let now = 0;
  return packed.slice(1).map((step) => {
    if (step === null) return null;
    now += step;
    return packed[0] < 0 ? now / 10 ** -packed[0] : now * unit;
  });
}
