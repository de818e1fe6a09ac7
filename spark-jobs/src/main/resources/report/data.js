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
    cell.way = way(cell);
    cell.details = details(cell);
    cell.search = [cell.cell_id, cell.way, cell.details, cell.backbone].join(' ').toLowerCase();
    return cell;
  });
}

/** "CoOp + PAN". */
function way(cell) {
  const methods = {zeroshot: 'Zero-shot CLIP', coop: 'CoOp', plot: 'PLOT', cocoop: 'CoCoOp'};
  const method = methods[cell.method] ?? cell.method;
  if (cell.loss === 'none') return method;
  return method + ' + ' + (cell.loss === 'mix' ? 'PUN/PAN' : cell.loss.toUpperCase());
}

/** What is unusual about it, in few words. */
function details(cell) {
  if (cell.method === 'zeroshot') return cell.classes === 'all' ? '' : cell.classes + ' classes';
  const usual = {coop: [16, 1, null], plot: [16, 4, null], cocoop: [4, 1, 'a photo of a']}[cell.method] ?? [];
  const pan = cell.loss === 'pan' || cell.loss === 'mix';
  return [
    cell.classes !== 'all' && cell.classes + ' classes',
    cell.loss === 'mix' && 'β = ' + significant(cell.beta),
    cell.pan_omega !== null && 'PAN’s ω = ' + significant(cell.pan_omega),
    cell.loss !== 'none' && cell.norm !== 'l2' && cell.norm,
    pan && cell.positions !== 1 && 'N = ' + cell.positions,
    pan && !cell.selection && 'no selection',
    pan && cell.selection && cell.tau !== 0.5 && 'τ = ' + significant(cell.tau),
    cell.ctx_len !== usual[0] && 'L = ' + cell.ctx_len,
    cell.prompts !== usual[1] && count(cell.prompts, 'prompt'),
    cell.class_token_position !== 'end' && 'class name ' + (cell.class_token_position === 'front' ? 'in front' : 'in the middle'),
    cell.class_specific && 'class-specific',
    cell.ctx_init !== usual[2] && (cell.ctx_init === null ? 'random start' : 'from “' + cell.ctx_init + '”'),
  ].filter(Boolean).join(', ');
}

/** One line that names a cell to a person. */
function named(cell) {
  return [
    cell.dataset,
    cell.method !== 'zeroshot' && count(cell.shots, 'shot'),
    cell.way + (cell.loss === 'none' ? '' : ' (ω = ' + significant(cell.omega) + ')'),
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
