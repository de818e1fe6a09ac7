// The list of all cells: filters, sorts, and draws as many rows as somebody wants to see.

const WINDOW = 100;

const list = {
  shown: WINDOW,
  column: null,
  order: 'none',
  found: CELLS,
  wanted: memory.get('filters') ?? {text: '', dataset: '', approach: '', shots: '', status: ''},
};

const COLUMNS = [
  {title: 'Dataset', value: (cell) => cell.dataset, isText: true},
  {title: 'Shots', value: (cell) => cell.shots, show: (cell) => String(cell.shots)},
  {title: 'Method', value: (cell) => cell.approach, isText: true},
  {title: 'ω', value: (cell) => (cell.loss === 'none' ? null : cell.omega), show: (cell) => (cell.loss === 'none' ? '' : significant(cell.omega))},
  {title: 'Details', value: (cell) => cell.details, isText: true},
  {title: 'Seed', value: (cell) => cell.seed, show: (cell) => (cell.method === 'zeroshot' ? '' : String(cell.seed))},
  {title: 'Accuracy', value: (cell) => cell.accuracy, show: (cell) => (cell.status === 'done' ? fixed(cell.accuracy, 2) : statusOf(cell))},
  {title: 'Macro F1', value: (cell) => cell.macro_f1, show: (cell) => (cell.macro_f1 === null ? '' : fixed(cell.macro_f1, 2))},
  {title: 'Final norm', value: (cell) => cell.final_norm, show: (cell) => (cell.final_norm === null ? '' : significant(cell.final_norm, 3))},
];

function cellsCard() {
  const body = h('tbody');
  const told = h('p', {class: 'muted', id: 'cells-told', role: 'status'});
  const more = h('p', {class: 'more'});
  const headings = COLUMNS.map((column, i) => sortHeading(column.title, {class: column.isText ? null : 'number'}, () => {
    list.order = list.column === i ? nextOrder(list.order, column.isText) : nextOrder('none', column.isText);
    list.column = i;
    headings.forEach((th, at) => th.setAttribute('aria-sort', at === i ? list.order : 'none'));
    list.shown = WINDOW;
    draw();
  }));

  function draw() {
    const {text, dataset, approach: wantedApproach, shots, status} = list.wanted;
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const fitting = CELLS.filter((cell) =>
      (!dataset || cell.dataset === dataset) && (!wantedApproach || cell.approach === wantedApproach) && (!shots || String(cell.shots) === shots)
      && (!status || cell.status === status) && words.every((word) => cell.search.includes(word)));
    list.found = list.column === null ? fitting : sorted(fitting, COLUMNS[list.column].value, list.order);
    const rows = list.found.slice(0, list.shown);
    body.replaceChildren(...rows.map(rowOf));
    told.textContent = list.found.length === 0
      ? 'No cell is like that.'
      : `${rows.length < list.found.length ? 'The first ' + rows.length + ' of ' : ''}${count(list.found.length, 'cell')}${list.found.length < CELLS.length ? ', of ' + CELLS.length.toLocaleString('en') : ''}`;
    const left = list.found.length - rows.length;
    more.replaceChildren(...(left > 0 ? [
      h('button', {type: 'button', class: 'plain', onclick: () => show(list.shown + WINDOW)}, 'Show ' + Math.min(WINDOW, left) + ' more'),
      ' ',
      left > WINDOW && h('button', {type: 'button', class: 'plain', onclick: () => show(Infinity)}, 'Show all ' + list.found.length.toLocaleString('en')),
    ].filter(Boolean) : []));
    memory.set('filters', list.wanted);
  }

  function show(rows) {
    list.shown = rows;
    draw();
  }

  function filter(name, title, values) {
    const options = [...new Set(values)].sort(compare);
    if (!options.map(String).includes(list.wanted[name])) list.wanted[name] = '';
    const select = h('select', {onchange: (event) => want(name, event.target.value)}, h('option', {value: ''}, 'All'), options.map((value) => h('option', {value}, value)));
    select.value = list.wanted[name];
    return h('label', {}, h('span', {}, title), select);
  }

  function want(name, value) {
    list.wanted[name] = value;
    list.shown = WINDOW;
    draw();
  }

  const find = h('input', {type: 'search', placeholder: 'id, method, setting …', oninput: (event) => want('text', event.target.value)});
  find.value = list.wanted.text;
  const filters = h('div', {class: 'filters', role: 'search', 'aria-label': 'Cells'},
    h('label', {class: 'wide'}, h('span', {}, 'Find'), find),
    filter('dataset', 'Dataset', CELLS.map((cell) => cell.dataset)),
    filter('approach', 'Method', CELLS.map((cell) => cell.approach)),
    filter('shots', 'Shots', CELLS.map((cell) => cell.shots)),
    CELLS.some((cell) => cell.status !== 'done') && filter('status', 'Status', CELLS.map((cell) => cell.status)));

  draw();
  return h('section', {id: 'cells', 'aria-labelledby': 'cells-title'},
    h('h2', {id: 'cells-title'}, 'Cells'),
    h('div', {class: 'card'},
      h('p', {class: 'caption'}, 'Each is one training. A row leads to its curves, norms, words, where it came from, and the command that trains it again.'),
      filters, told,
      scrolling('Rows of the list of cells', h('table', {class: 'cells'}, h('caption', {class: 'unseen'}, 'All cells'), h('thead', {}, h('tr', {}, headings)), body)),
      more));
}

function statusOf(cell) {
  return h('span', {class: 'badge ' + cell.status}, cell.status);
}

function rowOf(cell) {
  const row = h('tr', {class: 'leads', onclick: (event) => {
    if (!event.target.closest('a') && String(getSelection()) === '') openCell(cell.cell_id);
  }});
  COLUMNS.forEach((column, i) => {
    const shown = column.show ? column.show(cell) : column.value(cell);
    row.append(i === 0
      ? h('th', {scope: 'row'}, h('a', {href: '#cell=' + encodeURIComponent(cell.cell_id), 'aria-label': named(cell)}, shown))
      : h('td', {class: column.isText ? null : 'number'}, shown));
  });
  return row;
}

function openCell(id) {
  location.hash = 'cell=' + encodeURIComponent(id);
}
