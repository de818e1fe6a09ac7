// Figures: small multiples with one legend, whose lines can be put away, and their numbers as a table.

function figureCard(figure) {
  const heading = figure.number ? figure.number + ': ' + figure.title : figure.title;
  const labels = [...new Set(figure.panels.flatMap((panel) => panel.curves.map((curve) => curve.label)))];
  const style = (label) => labels.indexOf(label);
  const places = figure.isByRank ? figure.panels.flatMap((panel) => panel.curves.flatMap((curve) => curve.points.map((point) => point.x))) : [];
  const panels = h('div', {class: 'panels'}, figure.panels.map((panel) => {
    const series = panel.curves.map((curve) => ({label: curve.label, style: style(curve.label), points: curve.points}));
    const isLarge = series.some((line) => line.points.some((point) => Math.abs(point.y) >= 10));
    const show = (y) => (isLarge ? fixed(y, 2) : significant(y));
    return h('figure', {}, h('figcaption', {}, panel.title),
      series.some((line) => line.points.length > 0)
        ? lineChart({label: [heading, panel.title].filter(Boolean).join(', '), xLabel: figure.xLabel, yLabel: panel.yLabel || figure.yLabel, series, isByRank: figure.isByRank, places, show})
        : h('p', {class: 'muted'}, 'No finished cell yet.'));
  }));
  const card = h('article', {class: 'card figure', id: figure.id, 'aria-labelledby': figure.id + '-title'},
    h('h3', {id: figure.id + '-title'}, heading),
    figure.caption && h('p', {class: 'caption'}, figure.caption),
    labels.length > 1 && legend(labels, () => card),
    panels,
    numbers(figure, heading),
    h('ul', {class: 'notes'}, figure.notes.map((note) => h('li', {}, note))));
  return card;
}

/** Buttons that put lines away; card() holds the lines. */
function legend(labels, card) {
  return h('div', {class: 'legend', role: 'group', 'aria-label': 'Lines shown'}, labels.map((label, style) =>
    h('button', {type: 'button', class: 'key', 'aria-pressed': 'true', onclick: (event) => {
      const isOff = card().classList.toggle('off' + style);
      event.currentTarget.setAttribute('aria-pressed', String(!isOff));
      card().querySelectorAll(`g.series[data-style="${style}"]`).forEach((line) => line.classList.toggle('away', isOff));
    }}, swatch(style), label)));
}

/** The same numbers for those who read or copy them; made when asked for. */
function numbers(figure, heading) {
  const box = h('details', {class: 'numbers'}, h('summary', {}, 'Numbers of this figure'));
  box.addEventListener('toggle', () => {
    if (!box.open || box.children.length > 1) return;
    const rows = figure.panels.flatMap((panel) => panel.curves.flatMap((curve) => curve.points.map((point) => [panel.title, curve.label, point])));
    box.append(scrolling('Numbers of ' + heading, h('table', {},
      h('thead', {}, h('tr', {}, ['Panel', 'Line'].map((text) => h('th', {scope: 'col'}, text)), [figure.xLabel, figure.yLabel || 'Value', '±', 'Seeds'].map((text) => h('th', {scope: 'col', class: 'number'}, text)))),
      h('tbody', {}, rows.map(([panel, line, point]) => h('tr', {}, h('td', {}, panel), h('th', {scope: 'row'}, line),
        [significant(point.x), significant(point.y), point.std === undefined ? '' : significant(point.std), point.seeds].map((text) => h('td', {class: 'number'}, text))))))));
  });
  return box;
}
