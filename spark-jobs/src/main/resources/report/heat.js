// Numbers of a grid as colours: dark to bright for sizes, two colours about zero for changes. Both
// scales can be told apart by people who confuse red and green.

const CIVIDIS = ['#00224e', '#123570', '#3b496c', '#575d6d', '#707173', '#8a8678', '#a59c74', '#c3b369', '#e1cc55', '#fee838'];
const ABOUT_ZERO = ['#b35806', '#e08214', '#fdb863', '#fee0b6', '#f7f7f7', '#d1e5f0', '#92c5de', '#4393c3', '#2166ac'];

/** The colour at 0..1 of a scale. */
function colour(scale, at) {
  const place = Math.min(1, Math.max(0, at)) * (scale.length - 1);
  const i = Math.min(scale.length - 2, Math.floor(place));
  const part = (hex, channel) => parseInt(hex.slice(1 + 2 * channel, 3 + 2 * channel), 16);
  const mixed = [0, 1, 2].map((c) => Math.round(part(scale[i], c) + (place - i) * (part(scale[i + 1], c) - part(scale[i], c))));
  return `rgb(${mixed.join(',')})`;
}

/**
 * A grid of coloured boxes.
 *
 * rows, columns: their labels. value(r, c): a number or null. isAboutZero: what the scale is.
 */
function heatMap({label, rowLabel, columnLabel, rows, columns, value, show, isAboutZero, width = drawerWidth()}) {
  const values = rows.flatMap((_, r) => columns.map((_, c) => value(r, c))).filter((v) => v !== null && v !== undefined);
  const most = Math.max(...values.map(Math.abs), 1e-12);
  const [low, high] = isAboutZero ? [-most, most] : [Math.min(...values), Math.max(...values)];
  const scale = isAboutZero ? ABOUT_ZERO : CIVIDIS;
  const left = 30 + 6.4 * Math.max(...rows.map((text) => String(text).length));
  const [right, top, bottom] = [8, 4, 34];
  const [w, tall] = [(width - left - right) / columns.length, rows.length > 12 ? 13 : 17];
  const height = top + rows.length * tall + bottom;
  const svg = s('svg', {class: 'chart', viewBox: `0 0 ${width} ${height}`, role: 'img', tabindex: '0', 'aria-label': label + '. Arrow keys tell its values.'});
  const boxes = rows.map((text, r) => {
    svg.append(s('text', {class: 'tick', x: left - 6, y: top + (r + 0.5) * tall + 3.5, 'text-anchor': 'end'}, text));
    return columns.map((_, c) => {
      const v = value(r, c);
      const known = v !== null && v !== undefined;
      const box = s('rect', {
        x: (left + c * w).toFixed(2), y: top + r * tall, width: (w + 0.15).toFixed(2), height: tall - 1,
        class: known ? 'box-of-heat' : 'box-of-heat none',
        fill: known ? colour(scale, high === low ? 0.5 : (v - low) / (high - low)) : null,
      });
      svg.append(box);
      return box;
    });
  });
  const every = Math.ceil(columns.length / Math.floor((width - left) / 34));
  columns.forEach((text, c) => {
    if (c % every === 0) svg.append(s('text', {class: 'tick', x: (left + (c + 0.5) * w).toFixed(1), y: height - bottom + 13, 'text-anchor': 'middle'}, text));
  });
  svg.append(
    s('text', {class: 'axis', x: (left + width - right) / 2, y: height - 3, 'text-anchor': 'middle'}, columnLabel),
    s('text', {class: 'axis', transform: `translate(11,${top + (rows.length * tall) / 2}) rotate(-90)`, 'text-anchor': 'middle'}, rowLabel),
  );
  const frame = s('rect', {class: 'frame', width: w, height: tall, visibility: 'hidden'});
  svg.append(frame);

  function tell(r, c, clientX, clientY) {
    frame.setAttribute('visibility', 'visible');
    frame.setAttribute('x', left + c * w);
    frame.setAttribute('y', top + r * tall - 0.5);
    tooltip.show(clientX, clientY, `${rowLabel} ${rows[r]}`, [[null, `${columnLabel} ${columns[c]}`, show(value(r, c)), true]]);
  }
  function leave() {
    frame.setAttribute('visibility', 'hidden');
    tooltip.hide();
  }
  let reached = null;
  interactive(
    svg,
    (event) => {
      const place = svg.getBoundingClientRect();
      const c = Math.floor((((event.clientX - place.left) / place.width) * width - left) / w);
      const r = Math.floor((((event.clientY - place.top) / place.height) * height - top) / tall);
      if (c < 0 || r < 0 || c >= columns.length || r >= rows.length) leave();
      else tell(r, c, event.clientX, event.clientY);
    },
    leave,
    (across, down) => {
      reached = reached === null ? [0, columns.length - 1] : [
        Math.min(rows.length - 1, Math.max(0, reached[0] + down)),
        Math.min(columns.length - 1, Math.max(0, reached[1] + across)),
      ];
      const [r, c] = reached;
      const place = boxes[r][c].getBoundingClientRect();
      tell(r, c, place.right, place.top);
      say(`${rowLabel} ${rows[r]}, ${columnLabel} ${columns[c]}: ${show(value(r, c))}`);
    },
  );
  return h('div', {class: 'heat'}, svg, scaleBar(scale, [low, isAboutZero ? 0 : (low + high) / 2, high], show));
}

function scaleBar(scale, ends, show) {
  const id = 'scale' + Math.random().toString(36).slice(2);
  const stops = scale.map((hex, i) => s('stop', {offset: i / (scale.length - 1), 'stop-color': hex}));
  return s('svg', {class: 'scale-bar', viewBox: '0 0 240 26', 'aria-hidden': 'true'},
    s('defs', {}, s('linearGradient', {id}, stops)),
    s('rect', {x: 20, y: 0, width: 200, height: 9, fill: `url(#${id})`}),
    ends.map((end, i) => s('text', {class: 'tick', x: 20 + i * 100, y: 22, 'text-anchor': 'middle'}, show(end))));
}
