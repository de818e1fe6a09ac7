// The paper's tables. Rows sort inside their blocks; an entry says what it lacks.

function resultTable(table) {
  const heading = table.number ? table.number + ': ' + table.title : table.title;
  const state = {column: null, order: 'none'};
  const bodies = h('table', {class: 'results'});
  const headings = [];

  function ask(column) {
    const isText = column < 0;
    state.order = state.column === column ? nextOrder(state.order, isText) : nextOrder('none', isText);
    state.column = column;
    headings.forEach(([at, th]) => th.setAttribute('aria-sort', at === column ? state.order : 'none'));
    fill();
    say(state.order === 'none' ? 'In the order of the paper' : 'Sorted, ' + state.order);
  }

  function heading2(text, column, attributes) {
    const th = sortHeading(text, attributes, () => ask(column));
    headings.push([column, th]);
    return th;
  }

  const rows = table.columnHeader ? 2 : 1;
  const first = heading2(capital(table.rowHeader || 'row'), -1, {rowspan: rows, class: 'label'});
  const columns = table.columns.map((column, i) => heading2(column, i, {class: 'number'}));
  bodies.append(
    h('caption', {class: 'unseen'}, heading),
    rows === 2
      ? h('thead', {}, h('tr', {}, first, h('th', {scope: 'colgroup', colspan: columns.length, class: 'over'}, capital(table.columnHeader))), h('tr', {}, columns))
      : h('thead', {}, h('tr', {}, first, columns)),
  );

  function fill() {
    bodies.querySelectorAll('tbody').forEach((body) => body.remove());
    for (const block of table.blocks) {
      const lines = sorted(block.lines, (line) => (state.column < 0 ? line.label : line.entries[state.column]?.mean), state.order);
      bodies.append(
        h('tbody', {},
          block.title && h('tr', {class: 'block'}, h('th', {scope: 'rowgroup', colspan: table.columns.length + 1}, h('span', {}, block.title))),
          lines.map((line) =>
            h('tr', {}, h('th', {scope: 'row', class: 'label'}, unbroken(line.label)), line.entries.map((entry, i) => h('td', {class: 'number'}, entryOf(entry, table, line.label + ', ' + table.columns[i])))))),
      );
    }
  }
  fill();

  const entries = table.blocks.flatMap((block) => block.lines).flatMap((line) => line.entries).filter(Boolean);
  return h('article', {class: 'card', id: table.id, 'aria-labelledby': table.id + '-title'},
    h('h3', {id: table.id + '-title'}, heading),
    h('p', {class: 'caption'}, table.caption, table.unit && !/percent|points|seconds/.test(table.caption) && ` In ${table.unit}.`),
    scrolling('Rows of ' + heading, bodies),
    h('ul', {class: 'notes'},
      entries.some((entry) => entry.isMixed) && h('li', {}, '† mixes cells that differ in a setting this table does not show.'),
      entries.some((entry) => entry.mean === undefined) && h('li', {}, MISSING + ' has no finished cell yet; press it to see what it waits for.'),
      table.notes.map((note) => h('li', {}, note))));
}

/** What stands in one field; null where nothing ever will. */
function entryOf(entry, table, where) {
  if (!entry) return h('span', {class: 'nothing'}, h('span', {class: 'unseen'}, 'none'));
  const seeds = entry.seeds < entry.seedsWanted ? `${entry.seeds} of ${count(entry.seedsWanted, 'seed')}` : '';
  const paper = entry.paper === undefined ? null : h('span', {class: 'paper'},
    h('span', {class: 'unseen'}, ' the paper has '), fixed(entry.paper, table.decimals),
    entry.mean !== undefined && [' ', h('span', {class: 'difference'}, signed(entry.mean - entry.paper, table.decimals))]);
  if (entry.mean === undefined) {
    return [waiting(entry, where, MISSING, count(entry.waitsFor.length, 'cell')), paper];
  }
  const mean = fixed(entry.mean, table.decimals);
  return [
    h('span', {class: 'value'},
      h(entry.isBest ? 'strong' : 'span', {class: 'mean'}, mean, entry.isMixed && h('sup', {}, '†')),
      h('span', {class: 'std'}, entry.std === undefined ? '' : ' ± ' + fixed(entry.std, table.decimals))),
    entry.test?.pHolm !== undefined && h('span', {class: 'seeds'}, 'p ' + fixed(entry.test.pHolm, 3)),
    entry.waitsFor.length > 0 ? waiting(entry, where, seeds || count(entry.waitsFor.length, 'cell') + ' missing', '') : seeds && h('span', {class: 'seeds'}, seeds),
    paper,
  ];
}

/** A button that tells which cells an entry waits for. */
function waiting(entry, where, text, small) {
  if (entry.waitsFor.length === 0) return h('span', {class: 'seeds'}, text);
  return h('button', {type: 'button', class: 'waits', 'aria-label': `${where}: waits for ${count(entry.waitsFor.length, 'cell')}`, onclick: () => showWaiting(where, entry.waitsFor)},
    text, small && h('small', {}, ' ' + small));
}

function showWaiting(where, ids) {
  const box = byId('waits');
  box.replaceChildren(
    h('h2', {id: 'waits-title'}, where),
    h('p', {}, 'waits for ', count(ids.length, 'cell'), ':'),
    h('ul', {class: 'ids', tabindex: '0', 'aria-label': 'Cells it waits for'}, ids.map((id) => h('li', {}, CELL.has(id) ? h('a', {href: '#cell=' + encodeURIComponent(id), onclick: () => box.close()}, id) : h('code', {}, id), CELL.has(id) && statusOf(CELL.get(id))))),
    h('p', {class: 'end'}, h('button', {type: 'button', class: 'plain', onclick: () => box.close()}, 'Close')),
  );
  box.showModal();
}
