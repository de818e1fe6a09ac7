// One cell, in a drawer over the page; its address can be linked to, and Back closes it.

let returnTo = null; // what had the focus
let openedHere = false; // whether the drawer was opened from this page, so that Back leads to it

async function showCell(id, isFromHere) {
  const drawer = byId('cell');
  const cell = CELL.get(id);
  if (!drawer.open) {
    returnTo = document.activeElement;
    openedHere = isFromHere;
    drawer.showModal();
  }
  if (!cell) {
    drawer.replaceChildren(drawerHead(h('h2', {id: 'cell-title'}, 'No such cell'), null), h('div', {class: 'inside'}, h('p', {}, 'This report has no cell ', h('code', {}, id), '. It may not be finished yet.')));
    return;
  }
  drawer.replaceChildren(drawerHead(h('h2', {id: 'cell-title'}, named(cell)), cell), h('div', {class: 'inside'}, h('p', {class: 'muted'}, 'Unpacking …')));
  drawer.scrollTop = 0;
  const details = await detailsOf(cell);
  if (location.hash === '#cell=' + encodeURIComponent(id)) {
    drawer.querySelector('.inside').replaceWith(cellBody(cell, details));
    drawer.dataset.cell = id;
  }
}

function hideCell() {
  const drawer = byId('cell');
  if (!drawer.open) return;
  drawer.close();
  delete drawer.dataset.cell;
  tooltip.hide();
  returnTo?.focus?.({preventScroll: true});
}

function leaveCell() {
  if (openedHere) history.back();
  else location.hash = 'cells';
}

function drawerHead(title, cell) {
  const at = cell ? list.found.indexOf(cell) : -1;
  const to = (i, text, label) => h('button', {type: 'button', class: 'plain', 'aria-label': label, disabled: at < 0 || !list.found[i], onclick: () => location.replace('#cell=' + encodeURIComponent(list.found[i].cell_id))}, text);
  return h('header', {class: 'drawer-head'},
    h('div', {}, title, cell && h('p', {class: 'id'}, h('code', {}, cell.cell_id))),
    h('div', {class: 'tools'},
      at >= 0 && [to(at - 1, '↑', 'Cell before in the list'), to(at + 1, '↓', 'Next cell in the list')],
      h('button', {type: 'button', class: 'plain', onclick: leaveCell, 'aria-label': 'Close this cell'}, '✕')));
}

function cellBody(cell, details) {
  return h('div', {class: 'inside'},
    cell.status === 'done' ? tiles([
      ['Accuracy', fixed(cell.accuracy, 2) + ' %'],
      ['Macro F1', fixed(cell.macro_f1, 2) + ' %'],
      cell.final_norm !== null && ['Mean norm at the end', significant(cell.final_norm, 4)],
      cell.epochs !== null && ['Epochs', cell.epochs],
      cell.step_seconds > 0 && ['A step', significant(cell.step_seconds * 1000, 3) + ' ms'],
    ]) : h('p', {class: cell.status === 'failed' ? 'note bad' : 'note'}, cell.status === 'failed' ? 'This cell has no result: every attempt at it failed.' : 'This cell was not tried yet; “submit/nemesis run” does what is missing.'),
    failuresOf(details.failures),
    cell.status !== 'missing' && part('Train it again', rerun(cell)),
    details.epochs && learning(details.epochs),
    details.epochs && norms(details.epochs),
    details.epochs && effects(details.epochs, cell),
    details.sweeps?.map(sweep),
    details.evaluations && part('Evaluations', evaluations(details.evaluations)),
    details.words && part('Nearest words', words(details)),
    details.provenance && part('Provenance', pairs(Object.entries(details.provenance).map(([name, value]) => [name, name.endsWith('_at') ? moment(value) : value]), 'pairs wide'), details.skipped.length > 0 && [h('p', {}, count(details.skipped.length, 'broken image was', 'broken images were'), ' left out:'), h('ul', {}, details.skipped.map((image) => h('li', {}, image)))]),
    part('Settings', pairs(settings(cell, details))));
}

function part(title, ...children) {
  return h('section', {class: 'part'}, h('h3', {}, title), ...children);
}

function tiles(pairs) {
  return h('dl', {class: 'tiles'}, pairs.filter(Boolean).map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));
}

function pairs(entries, kind = 'pairs') {
  return h('dl', {class: kind}, entries.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, typeof value === 'number' ? significant(value, 6) : String(value)))));
}

/** Whatever of its columns is set. */
function settings(cell, details) {
  const results = ['cell_id', 'status', 'accuracy', 'macro_f1', 'final_norm', 'step_seconds', 'chunk', 'place', 'approach', 'details', 'search'];
  const own = Object.entries(cell).filter(([name, value]) => !results.includes(name) && value !== null);
  const targets = details.targets.length > 0 ? [['targets', details.targets.join(', ')]] : [];
  return [...own, ...Object.entries(details.settings), ...targets];
}

/** A word for a shell, in quotes where it needs them. */
function shellWord(text) {
  return /^[\w./:@%+,=-]+$/.test(text) ? text : "'" + text.replaceAll("'", "'\\''") + "'";
}

function rerun(cell) {
  const command = `submit/nemesis rerun --out ${shellWord(ABOUT.out)} --cell ${shellWord(cell.cell_id)}`;
  const code = h('code', {}, command);
  const button = h('button', {type: 'button', class: 'plain', onclick: () => copy(code, button)}, 'Copy');
  return h('div', {class: 'command'}, h('pre', {tabindex: '0', 'aria-label': 'The command that trains this cell again'}, code), button);
}

async function copy(code, button) {
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = 'Copied';
  } catch {
    // A browser may not let a page from disk do so: then the reader has it selected.
    getSelection().selectAllChildren(code);
    button.textContent = 'Selected';
  }
  say(button.textContent);
  setTimeout(() => (button.textContent = 'Copy'), 2000);
}

function failuresOf(failures) {
  if (failures.length === 0) return null;
  return part(failures.length === 1 ? 'Failed attempt' : 'Failed attempts', failures.map((failure) => h('article', {class: 'failure'},
    h('p', {}, h('span', {class: 'badge failed'}, failure.kind ?? 'unknown kind'), ` in ${failure.stage}, attempt ${failure.attempt} on ${failure.host}, ${moment(failure.at)}`),
    h('p', {class: 'message'}, failure.message),
    failure.stack && h('details', {}, h('summary', {}, 'Stack'), h('pre', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Stack of attempt ' + failure.attempt}, failure.stack)))));
}

function learning(epochs) {
  const at = epochs.shown;
  const line = (label, style, packed) => ({label, style, points: curve(packed).map((y, i) => ({x: at[i], y})).filter((point) => point.y !== null)});
  const thinned = epochs.shown.length < epochs.of ? `Thinned: ${epochs.shown.length} of ${epochs.of} epochs, the first and the last among them.` : '';
  const plot = (title, series, unit) => {
    const box = h('div', {class: 'figure'});
    box.append(h('h4', {}, title), legend(series.map((entry) => entry.label), () => box),
      lineChart({label: title, xLabel: 'epoch', yLabel: unit, series, show: (y) => significant(y), width: 420, height: 240}));
    return box;
  };
  return part('Learning curves',
    h('div', {class: 'pair'},
      plot('Accuracy', [line('test', 0, epochs.testAccuracy), line('train', 1, epochs.trainAccuracy)], '%'),
      plot('Loss', [line('cross-entropy', 0, epochs.ceLoss), line('norm loss, before its schedule', 1, epochs.normLoss)], '')),
    h('details', {class: 'numbers'}, h('summary', {}, 'Learning rate and schedule'),
      h('div', {class: 'pair'},
        plot('Learning rate', [line('learning rate', 0, epochs.lr)], ''),
        plot('Factor on the norm loss', [line('factor', 1, epochs.omegaFactor)], ''))),
    thinned && h('p', {class: 'caption'}, thinned));
}

function norms(epochs) {
  const rows = epochs.norms.map(curve);
  return part('Norms by position',
    h('p', {class: 'caption'}, 'The l2 norm of the vector at each position after each epoch.'),
    heatMap({label: 'Norms by position and epoch', rowLabel: 'position', columnLabel: 'epoch', rows: rows.map((_, i) => i + 1), columns: epochs.shown, value: (r, c) => rows[r][c], show: (v) => significant(v)}));
}

function effects(epochs, cell) {
  const tried = epochs.tried.reduce((sum, n) => sum + n, 0);
  const title = 'Low-Norm Effect';
  if (tried === 0) return part(title, h('p', {class: 'muted'}, cell.loss === 'none' || cell.loss === 'pun' ? 'Not counted: only PAN tries shrunken vectors while it trains.' : 'Not counted: it took all positions without trying them.'));
  const seen = epochs.counts.reduce((sum, n) => sum + n, 0);
  return part(title,
    h('p', {class: 'caption'}, `How often shrinking a position’s vector classified strictly more of a batch right: ${seen.toLocaleString('en')} of ${count(tried, 'trial')}, ${significant((100 * seen) / tried, 3)} %.`),
    barChart({label: 'Low-Norm Effect by position', xLabel: 'position', yLabel: '% of trials', bars: epochs.counts.map((n, i) => ({label: String(i + 1), value: epochs.tried[i] === 0 ? 0 : (100 * n) / epochs.tried[i], text: `${n} of ${epochs.tried[i]}${epochs.tried[i] === 0 ? '' : ' (' + significant((100 * n) / epochs.tried[i], 3) + ' %)'}`}))}));
}

function sweep(one) {
  const gains = one.operations.map((operation) => curve(operation.gains));
  return part('Corruption sweep',
    h('p', {class: 'caption'}, `Accuracy gained, in points, when one position’s vector is corrupted; as learned it is ${fixed(one.before, 2)} %. Replacing noise is by its ${one.noise === 'std' ? 'standard deviation' : one.noise}.`),
    heatMap({label: 'Accuracy gained by corruption and position', rowLabel: 'corruption', columnLabel: 'position', rows: one.operations.map((operation) => (operation.name === 'rescale' ? '× ' : 'noise ') + significant(operation.factor)), columns: gains[0].map((_, i) => i + 1), value: (r, c) => gains[r][c], show: (v) => (v === null || v === undefined ? MISSING : signed(v, 2)), isAboutZero: true}));
}

function evaluations(targets) {
  return scrolling('Rows of the evaluations', h('table', {},
    h('thead', {}, h('tr', {}, ['Target', 'Classes'].map((text) => h('th', {scope: 'col'}, text)), ['Images', 'Accuracy', 'Macro F1'].map((text) => h('th', {scope: 'col', class: 'number'}, text)))),
    h('tbody', {}, targets.map(([target, classes, images, accuracy, f1]) => h('tr', {}, h('th', {scope: 'row'}, target), h('td', {}, classes), h('td', {class: 'number'}, images.toLocaleString('en')), h('td', {class: 'number'}, fixed(accuracy, 2)), h('td', {class: 'number'}, fixed(f1, 2)))))));
}

function words(details) {
  const {vectors, reason} = details.words;
  if (vectors.length === 0) return h('p', {class: 'muted'}, 'Not computed: ' + reason);
  const sets = vectors.at(-1)[0] > 1;
  return [
    h('p', {class: 'caption'}, 'The vocabulary’s words nearest to each learned vector, with their Euclidean distance; ', h('code', {}, '</w>'), ' ends a word.'),
    vectors.length < details.vectors && h('p', {class: 'muted'}, `Of the first ${vectors.length} of ${details.vectors} vectors; “submit/nemesis words” tells them all.`),
    scrolling('Rows of the nearest words', h('table', {},
      h('thead', {}, h('tr', {}, sets && h('th', {scope: 'col', class: 'number'}, 'Set'), h('th', {scope: 'col', class: 'number'}, 'Position'), vectors[0][2].map((_, i) => h('th', {scope: 'col'}, ['Nearest', 'Second', 'Third'][i])))),
      h('tbody', {}, vectors.map(([set, position, nearest]) => h('tr', {}, sets && h('td', {class: 'number'}, set), h('th', {scope: 'row', class: 'number'}, position),
        nearest.map(([text, distance]) => h('td', {}, h('span', {class: 'word'}, text), ' ', h('small', {class: 'muted'}, distance)))))))),
  ];
}
