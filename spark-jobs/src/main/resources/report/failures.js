// Failed attempts: how many of which kind, and each with its message.

function failuresCard() {
  const kinds = new Map();
  FAILURES.forEach((failure) => kinds.set(failure.kind ?? 'unknown kind', (kinds.get(failure.kind ?? 'unknown kind') ?? 0) + 1));
  const body = h('tbody');
  const more = h('p', {class: 'more'});
  const state = {shown: WINDOW, column: null, order: 'none'};
  const columns = [
    ['Kind', (failure) => failure.kind ?? 'unknown kind'],
    ['Cell', (failure) => failure.cell],
    ['Message', (failure) => failure.message],
    ['Stage', (failure) => failure.stage],
    ['Attempt', (failure) => failure.attempt],
    ['When', (failure) => failure.at],
    ['Since', (failure) => (CELL.get(failure.cell)?.status === 'done' ? 'done' : 'not done')],
  ];
  const headings = columns.map(([title], i) => sortHeading(title, {class: title === 'Attempt' ? 'number' : null}, () => {
    state.order = state.column === i ? nextOrder(state.order, true) : nextOrder('none', true);
    state.column = i;
    headings.forEach((th, at) => th.setAttribute('aria-sort', at === i ? state.order : 'none'));
    draw();
  }));

  function draw() {
    const rows = state.column === null ? FAILURES : sorted(FAILURES, columns[state.column][1], state.order);
    body.replaceChildren(...rows.slice(0, state.shown).map((failure) => h('tr', {},
      h('td', {}, h('span', {class: 'badge failed'}, columns[0][1](failure))),
      h('th', {scope: 'row', class: 'long'}, h('a', {href: '#cell=' + encodeURIComponent(failure.cell)}, failure.cell)),
      h('td', {class: 'message'}, failure.message),
      h('td', {}, failure.stage),
      h('td', {class: 'number'}, failure.attempt),
      h('td', {class: 'when'}, moment(failure.at)),
      h('td', {}, columns[6][1](failure)))));
    const left = FAILURES.length - state.shown;
    more.replaceChildren(...(left > 0 ? [h('button', {type: 'button', class: 'plain', onclick: () => { state.shown += WINDOW; draw(); }}, 'Show ' + Math.min(WINDOW, left) + ' more')] : []));
  }
  draw();
  return h('section', {id: 'failures', 'aria-labelledby': 'failures-title'},
    h('h2', {id: 'failures-title'}, 'Failures'),
    h('div', {class: 'card'},
      FAILURES.length === 0
        ? h('p', {class: 'muted'}, 'No attempt at a cell failed.')
        : [
          h('p', {class: 'caption'}, count(FAILURES.length, 'failed attempt'), ': ', [...kinds].map(([kind, n]) => n + ' ' + kind).join(', '), '.'),
          scrolling('Failed attempts', h('table', {class: 'failures'}, h('caption', {class: 'unseen'}, 'Failed attempts'), h('thead', {}, h('tr', {}, headings)), body)),
          more,
        ]));
}
