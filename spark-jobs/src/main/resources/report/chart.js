// Lines and bars as SVG that tell the value under the pointer, and by arrow keys.

const STYLES = 8;

/** So many points have markers and bars of their own; more are a line in a band. */
const FEW = 12;

const MARKERS = [
  (r) => ({d: `M${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0`}),
  (r) => ({d: `M${-r},${-r}h${2 * r}v${2 * r}h${-2 * r}z`}),
  (r) => ({d: `M0,${-1.3 * r}L${1.25 * r},${r}H${-1.25 * r}z`}),
  (r) => ({d: `M0,${-1.45 * r}L${1.45 * r},0 0,${1.45 * r} ${-1.45 * r},0z`}),
  (r) => ({d: `M0,${1.3 * r}L${1.25 * r},${-r}H${-1.25 * r}z`}),
  (r) => ({d: `M${-r},${-r}L${r},${r}M${-r},${r}L${r},${-r}`, open: true}),
  (r) => ({d: `M0,${-1.3 * r}V${1.3 * r}M${-1.3 * r},0H${1.3 * r}`, open: true}),
  (r) => ({d: star(1.6 * r)}),
];

function star(r) {
  const points = [];
  for (let i = 0; i < 10; i++) {
    const radius = i % 2 ? 0.45 * r : r;
    const angle = (Math.PI * i) / 5 - Math.PI / 2;
    points.push((radius * Math.cos(angle)).toFixed(2) + ',' + (radius * Math.sin(angle)).toFixed(2));
  }
  return 'M' + points.join('L') + 'z';
}

function marker(style, x, y, r = 3.2) {
  const {d, open} = MARKERS[style % STYLES](r);
  return s('path', {class: open ? 'marker open' : 'marker', d, transform: `translate(${x.toFixed(1)},${y.toFixed(1)})`});
}

/** A line with its marker, for legends and the box of values. */
function swatch(style) {
  return s('svg', {class: 'swatch style' + (style % STYLES) + ' dash' + dash(style), viewBox: '0 0 26 12', width: 26, height: 12, 'aria-hidden': 'true'},
    s('path', {class: 'line', d: 'M1,6H25'}), marker(style, 13, 6));
}

/** Past the palette's end, lines of a colour differ by their dashes. */
function dash(style) {
  return Math.floor(style / STYLES) % 3;
}

/** Round numbers that span a range: the first and last are its new ends. */
function ticksOf(low, high, most) {
  const span = high - low || Math.abs(high) || 1;
  const rough = span / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((m) => m >= rough - 1e-12);
  const ticks = [];
  for (let i = Math.floor(low / step + 1e-9); ; i++) {
    ticks.push(Number((i * step).toPrecision(12)));
    if (i * step >= high - step * 1e-9 && ticks.length > 1) return ticks;
  }
}

/**
 * A plot of lines.
 *
 * label: its accessible name. series: [{label, style, points: [{x, y, std, seeds}]}], those without a
 * value of y left out. isByRank: values of x at equal distances. places: values of x that
 * have their place without a point. show: how a y is written.
 */
function lineChart({label, xLabel, yLabel, series, isByRank, places = [], show, width = 360, height = 240}) {
  const points = series.flatMap((line) => line.points);
  const xs = [...new Set([...places, ...points.map((point) => point.x)])].sort((a, b) => a - b);
  const ys = points.flatMap((point) => [point.y - (point.std ?? 0), point.y + (point.std ?? 0)]);
  const yTicks = ticksOf(Math.min(...ys), Math.max(...ys), 5);
  const [low, high] = [yTicks[0], yTicks.at(-1)];
  const yTexts = yTicks.map((tick) => significant(tick));
  const left = 16 + 6.4 * Math.max(...yTexts.map((text) => text.length)) + (yLabel ? 12 : 0);
  const [right, top, bottom] = [12, 8, 40];
  const xTicks = isByRank ? xs : ticksOf(xs[0], xs.at(-1), 5).filter((tick) => tick >= xs[0] && tick <= xs.at(-1));
  const rank = (x) => (xs.length < 2 ? 0.5 : isByRank ? (xs.indexOf(x) + 0.25) / (xs.length - 0.5) : (x - xs[0]) / (xs.at(-1) - xs[0]));
  const px = (x) => left + rank(x) * (width - left - right);
  const py = (y) => height - bottom - ((y - low) / (high - low)) * (height - top - bottom);

  const svg = s('svg', {class: 'chart', viewBox: `0 0 ${width} ${height}`, role: 'img', tabindex: '0', 'aria-label': label + '. Arrow keys tell its values.'});
  yTicks.forEach((tick, i) => {
    svg.append(
      s('path', {class: 'grid', d: `M${left},${py(tick).toFixed(1)}H${width - right}`}),
      s('text', {class: 'tick', x: left - 6, y: (py(tick) + 3.5).toFixed(1), 'text-anchor': 'end'}, yTexts[i]),
    );
  });
  for (const tick of xTicks) {
    svg.append(s('text', {class: 'tick', x: px(tick).toFixed(1), y: height - bottom + 16, 'text-anchor': 'middle'}, significant(tick)));
  }
  svg.append(s('text', {class: 'axis', x: (left + width - right) / 2, y: height - 5, 'text-anchor': 'middle'}, xLabel));
  if (yLabel) {
    svg.append(s('text', {class: 'axis', transform: `translate(11,${(height - bottom + top) / 2}) rotate(-90)`, 'text-anchor': 'middle'}, yLabel));
  }
  const cross = s('path', {class: 'cross', d: ''});
  svg.append(cross);
  for (const line of series) svg.append(drawn(line, px, py));
  const halo = s('circle', {class: 'halo', r: 6.5, visibility: 'hidden'});
  svg.append(halo);

  const shown = () => series.filter((line) => !svg.closest('.figure')?.classList.contains('off' + line.style));
  const at = (x) => shown().map((line) => ({line, point: line.points.find((point) => point.x === x)})).filter((found) => found.point);

  function tell(x, nearest, clientX, clientY) {
    const here = at(x).sort((a, b) => b.point.y - a.point.y);
    cross.setAttribute('d', `M${px(x).toFixed(1)},${top}V${height - bottom}`);
    halo.setAttribute('visibility', 'visible');
    halo.setAttribute('cx', px(x));
    halo.setAttribute('cy', py(nearest.point.y));
    halo.setAttribute('class', 'halo style' + (nearest.line.style % STYLES));
    tooltip.show(clientX, clientY, xLabel + ' ' + significant(x), here.map(({line, point}) => [swatch(line.style), line.label, valueOf(point, show), line === nearest.line]));
  }

  function spot(x, point) {
    const frame = svg.getBoundingClientRect();
    return [frame.left + (px(x) / width) * frame.width, frame.top + (py(point.y) / height) * frame.height];
  }

  function leave() {
    cross.setAttribute('d', '');
    halo.setAttribute('visibility', 'hidden');
    tooltip.hide();
  }

  function point(event) {
    const frame = svg.getBoundingClientRect();
    const ux = ((event.clientX - frame.left) / frame.width) * width;
    const uy = ((event.clientY - frame.top) / frame.height) * height;
    const x = xs.reduce((best, next) => (Math.abs(px(next) - ux) < Math.abs(px(best) - ux) ? next : best), xs[0]);
    const here = at(x);
    if (here.length === 0) return leave();
    const nearest = here.reduce((best, next) => (Math.abs(py(next.point.y) - uy) < Math.abs(py(best.point.y) - uy) ? next : best));
    tell(x, nearest, event.clientX, event.clientY);
  }

  let reached = null; // by keys: which line, which of its points
  function step(across, down) {
    const lines = shown().filter((line) => line.points.length > 0);
    if (lines.length === 0) return;
    if (reached === null || !lines.includes(reached.line)) {
      reached = {line: lines[0], i: lines[0].points.length - 1};
    } else {
      const line = lines[(lines.indexOf(reached.line) + down + lines.length) % lines.length];
      const x = reached.line.points[reached.i].x;
      let i = line === reached.line ? reached.i : Math.max(0, line.points.findIndex((other) => other.x >= x));
      i = Math.min(line.points.length - 1, Math.max(0, i + across));
      reached = {line, i};
    }
    const now = reached.line.points[reached.i];
    tell(now.x, {line: reached.line, point: now}, ...spot(now.x, now));
    say(`${reached.line.label}, ${xLabel} ${significant(now.x)}: ${valueOf(now, show)}`);
  }

  if (xs.length > 0) interactive(svg, point, leave, step);
  return svg;
}

function valueOf(point, show) {
  const spread = point.std === null || point.std === undefined ? '' : ' ± ' + show(point.std);
  const seeds = point.seeds === undefined ? '' : ' (' + count(point.seeds, 'seed') + ')';
  return show(point.y) + spread + seeds;
}

/** One line with its spread. */
function drawn(line, px, py) {
  const group = s('g', {class: `series style${line.style % STYLES} dash${dash(line.style)}`, 'data-style': line.style});
  const places = line.points.map((point) => [px(point.x), py(point.y), point]);
  if (places.length > 1) {
    group.append(s('path', {class: 'line', d: 'M' + places.map(([x, y]) => x.toFixed(1) + ',' + y.toFixed(1)).join('L')}));
  }
  if (places.length > FEW) group.prepend(band(places, py));
  for (const [x, , point] of places.length > FEW ? [] : places) {
    if (!point.std) continue;
    const [a, b] = [py(point.y - point.std).toFixed(1), py(point.y + point.std).toFixed(1)];
    group.append(s('path', {class: 'bar', d: `M${x.toFixed(1)},${a}V${b}M${(x - 2.5).toFixed(1)},${a}h5M${(x - 2.5).toFixed(1)},${b}h5`}));
  }
  if (places.length <= FEW) for (const [x, y] of places) group.append(marker(line.style, x, y));
  return group;
}

/** As wide as a drawing can be in the drawer, so that its letters keep their size. */
function drawerWidth() {
  return Math.max(320, Math.min(860, window.innerWidth - 40));
}

/** Its spread as an area behind a line of many points. */
function band(places, py) {
  const edge = (sign) => places.map(([x, , point]) => x.toFixed(1) + ',' + py(point.y + sign * (point.std ?? 0)).toFixed(1));
  return s('path', {class: 'band', d: 'M' + [...edge(1), ...edge(-1).reverse()].join('L') + 'z'});
}

/** Upright bars, one a position; bars: [{label, value, text}]. */
function barChart({label, xLabel, yLabel, bars, width = drawerWidth(), height = 190}) {
  const ticks = ticksOf(0, Math.max(...bars.map((bar) => bar.value), 1e-9), 4);
  const high = ticks.at(-1);
  const [left, right, top, bottom] = [46, 8, 8, 38];
  const slot = (width - left - right) / bars.length;
  const py = (y) => height - bottom - (y / high) * (height - top - bottom);
  const svg = s('svg', {class: 'chart', viewBox: `0 0 ${width} ${height}`, role: 'img', tabindex: '0', 'aria-label': label + '. Arrow keys tell its values.'});
  for (const tick of ticks) {
    svg.append(
      s('path', {class: 'grid', d: `M${left},${py(tick).toFixed(1)}H${width - right}`}),
      s('text', {class: 'tick', x: left - 6, y: (py(tick) + 3.5).toFixed(1), 'text-anchor': 'end'}, significant(tick)),
    );
  }
  const every = Math.ceil(bars.length / 32);
  const columns = bars.map((bar, i) => {
    const column = s('rect', {class: 'column', x: (left + i * slot + slot * 0.18).toFixed(1), y: py(bar.value).toFixed(1), width: (slot * 0.64).toFixed(1), height: (height - bottom - py(bar.value)).toFixed(1)});
    svg.append(column);
    if (i % every === 0) svg.append(s('text', {class: 'tick', x: (left + (i + 0.5) * slot).toFixed(1), y: height - bottom + 15, 'text-anchor': 'middle'}, bar.label));
    return column;
  });
  svg.append(
    s('text', {class: 'axis', x: (left + width - right) / 2, y: height - 4, 'text-anchor': 'middle'}, xLabel),
    s('text', {class: 'axis', transform: `translate(11,${(height - bottom + top) / 2}) rotate(-90)`, 'text-anchor': 'middle'}, yLabel),
  );

  let reached = null;
  function tell(i, clientX, clientY) {
    columns.forEach((column, j) => column.classList.toggle('here', i === j));
    tooltip.show(clientX, clientY, xLabel + ' ' + bars[i].label, [[null, yLabel, bars[i].text, true]]);
  }
  function leave() {
    columns.forEach((column) => column.classList.remove('here'));
    tooltip.hide();
  }
  interactive(
    svg,
    (event) => {
      const frame = svg.getBoundingClientRect();
      const i = Math.floor((((event.clientX - frame.left) / frame.width) * width - left) / slot);
      if (i < 0 || i >= bars.length) leave();
      else tell(i, event.clientX, event.clientY);
    },
    leave,
    (across) => {
      reached = reached === null ? 0 : Math.min(bars.length - 1, Math.max(0, reached + across));
      const frame = columns[reached].getBoundingClientRect();
      tell(reached, frame.right, frame.top);
      say(`${xLabel} ${bars[reached].label}: ${bars[reached].text}`);
    },
  );
  return svg;
}

/** Pointer and keys on a drawing: point(event), leave(), step(across, down). */
function interactive(svg, point, leave, step) {
  const follow = (event) => {
    tooltip.again = null;
    point(event);
  };
  const tell = (across, down) => {
    tooltip.again = () => step(0, 0);
    step(across, down);
  };
  svg.addEventListener('pointermove', follow);
  svg.addEventListener('pointerdown', follow);
  svg.addEventListener('pointerleave', leave);
  svg.addEventListener('blur', leave);
  svg.addEventListener('focus', () => {
    if (svg.matches(':focus-visible')) tell(0, 0);
  });
  svg.addEventListener('keydown', (event) => {
    const move = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]}[event.key];
    if (!move) return;
    event.preventDefault();
    tell(...move);
  });
}
