// Puts the page together.

function start() {
  byId('title').textContent = ABOUT.grid;
  document.title = ABOUT.grid + ' · Nemesis report';
  byId('meta').textContent = `${CELLS.every((cell) => cell.status !== 'done') ? 'No results yet' : 'Results as of ' + moment(ABOUT.at)} · ${ABOUT.out}`;
  themeButton();
  paperButton();
  const main = byId('main');
  main.replaceChildren();
  if (ABOUT.live) main.append(liveCard());
  if (CELLS.some((cell) => cell.status !== 'missing') || FAILURES.length > 0) {
    main.append(overview());
    if (MODEL.tables.length > 0) main.append(group('tables', 'Tables', MODEL.tables.map(resultTable)));
    if (MODEL.figures.length > 0) main.append(group('figures', 'Figures', MODEL.figures.map(figureCard)));
    main.append(cellsCard(), failuresCard());
  }
  contents();
  window.addEventListener('hashchange', route);
  backToPlace();
  route();
  document.documentElement.dataset.ready = 'true';
}

function group(id, title, children) {
  return h('section', {id, 'aria-labelledby': id + '-title'}, h('h2', {id: id + '-title'}, title), children);
}

function overview() {
  const having = (status) => CELLS.filter((cell) => cell.status === status).length;
  const distinct = (name) => new Set(CELLS.map((cell) => cell[name])).size;
  const trained = CELLS.filter((cell) => cell.method !== 'zeroshot');
  return h('section', {id: 'overview', 'aria-labelledby': 'overview-title'},
    h('h2', {id: 'overview-title'}, 'Overview'),
    h('div', {class: 'card'},
      tiles([
        ['Cells done', having('done').toLocaleString('en')],
        ['Failed', having('failed').toLocaleString('en')],
        having('missing') > 0 && ['Missing', having('missing').toLocaleString('en')],
        ['Datasets', distinct('dataset')],
        ['Methods', distinct('approach')],
        trained.length > 0 && ['Seeds', new Set(trained.map((cell) => cell.seed)).size],
      ]),
      MODEL.notes.length > 0 && h('ul', {class: 'notes'}, MODEL.notes.map((note) => h('li', {}, note)))));
}

/** The table of contents, and which part of it is in sight. */
function contents() {
  const list = byId('contents');
  const links = new Map();
  const link = (id, text) => {
    const a = h('a', {href: '#' + id, onclick: () => narrow.matches && byId('toc').removeAttribute('open')}, text);
    links.set(id, a);
    return a;
  };
  for (const section of byId('main').children) {
    const inner = [...section.querySelectorAll(':scope > .card[id]')];
    list.append(h('li', {}, link(section.id, section.querySelector('h2').textContent),
      inner.length > 0 && h('ol', {}, inner.map((card) => h('li', {}, link(card.id, card.querySelector('h3').textContent))))));
  }
  const narrow = window.matchMedia('(max-width: 64rem)');
  const fold = () => byId('toc').toggleAttribute('open', !narrow.matches);
  narrow.addEventListener('change', fold);
  fold();

  const seen = new Set();
  const watch = new IntersectionObserver((entries) => {
    entries.forEach((entry) => (entry.isIntersecting ? seen.add(entry.target.id) : seen.delete(entry.target.id)));
    const now = [...links.keys()].filter((id) => seen.has(id)).at(-1);
    links.forEach((a, id) => (id === now ? a.setAttribute('aria-current', 'location') : a.removeAttribute('aria-current')));
    links.get(now)?.scrollIntoView?.({block: 'nearest'});
  }, {rootMargin: '-10% 0px -80% 0px'});
  links.forEach((_, id) => watch.observe(byId(id)));
}

/** What the address asks for. */
function route(event) {
  const asked = location.hash.match(/^#cell=(.+)$/);
  if (asked) {
    showCell(decodeURIComponent(asked[1]), Boolean(event));
  } else {
    hideCell();
    if (!event && location.hash.length > 1) byId(location.hash.slice(1))?.scrollIntoView();
  }
}

function themeButton() {
  const button = byId('theme');
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  let chosen = memory.get('theme', localStore);
  const draw = () => {
    if (chosen) document.documentElement.dataset.theme = chosen;
    button.setAttribute('aria-pressed', String((chosen ?? (system.matches ? 'dark' : 'light')) === 'dark'));
  };
  button.addEventListener('click', () => {
    chosen = button.getAttribute('aria-pressed') === 'true' ? 'light' : 'dark';
    memory.set('theme', chosen, localStore);
    draw();
  });
  system.addEventListener('change', draw);
  draw();
}

/** Shows or hides the paper's numbers, where there are any. */
function paperButton() {
  const button = byId('paper');
  button.hidden = !MODEL.tables.some((table) => table.blocks.some((block) => block.lines.some((line) => line.entries.some((entry) => entry?.paper !== undefined))));
  const draw = (isShown) => {
    button.setAttribute('aria-pressed', String(isShown));
    document.documentElement.classList.toggle('without-paper', !isShown);
    memory.set('paper', isShown);
  };
  button.addEventListener('click', () => draw(button.getAttribute('aria-pressed') !== 'true'));
  draw(memory.get('paper') ?? true);
}

for (const dialog of document.querySelectorAll('dialog')) {
  // A press beside it closes it.
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.id === 'cell' ? leaveCell() : dialog.close();
  });
}
byId('cell').addEventListener('cancel', (event) => {
  event.preventDefault();
  leaveCell();
});

start();
