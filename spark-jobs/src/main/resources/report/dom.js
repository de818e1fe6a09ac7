'use strict';

// Small means to make elements. Texts only ever become text nodes: names of classes and messages of
// failures may hold markup.

const SVG = 'http://www.w3.org/2000/svg';

/** An HTML element: h('td', {class: 'number'}, 'text', child, null). */
function h(name, attributes, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same of SVG. */
function s(name, attributes, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? '' : value);
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

function byId(id) {
  return document.getElementById(id);
}

const MISSING = '—';

/** With so many decimals, and a real minus sign. */
function fixed(value, decimals) {
  return value === null || value === undefined ? MISSING : minus(value.toFixed(decimals).replace(/^-(0(\.0*)?)$/, '$1'));
}

function signed(value, decimals) {
  const text = fixed(value, decimals);
  return Number(value.toFixed(decimals)) > 0 ? '+' + text : text;
}

/** To so many significant digits, without trailing zeros. */
function significant(value, digits = 4) {
  if (value === null || value === undefined) return MISSING;
  if (value !== 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e7)) {
    return minus(value.toExponential(Math.max(0, digits - 2)).replace(/\.?0+e/, 'e').replace('e+', 'e'));
  }
  return minus(String(Number(value.toPrecision(digits))));
}

function minus(text) {
  return text.replace(/^-/, '−').replace('e-', 'e−');
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "ω = 1" stays on one line. */
function unbroken(text) {
  return text.replaceAll(' = ', '\u00a0=\u00a0');
}

function count(number, one, many = one + 's') {
  return number.toLocaleString('en') + ' ' + (number === 1 ? one : many);
}

function duration(seconds) {
  if (seconds < 60) return Math.round(seconds) + ' s';
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return minutes + ' min';
  return Math.floor(minutes / 60) + ' h ' + (minutes % 60) + ' min';
}

function moment(iso) {
  const at = new Date(iso);
  return Number.isNaN(at.getTime())
    ? String(iso)
    : at.toISOString().slice(0, 19).replace('T', ' ') + ' UTC';
}

/** For those who listen to the page. */
function say(text) {
  if (byId('said').textContent !== text) byId('said').textContent = text;
}

/** A region that scrolls by itself where the screen is narrow. */
function scrolling(label, ...children) {
  return h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label}, ...children);
}

/** A heading of a column that sorts; ask is called when it is pressed. */
function sortHeading(text, attributes, ask) {
  return h(
    'th',
    {scope: 'col', 'aria-sort': 'none', ...attributes},
    h('button', {type: 'button', class: 'sort', onclick: ask}, h('span', {}, text), h('span', {class: 'arrow', 'aria-hidden': 'true'})),
  );
}

/** From none to descending, ascending and back; words begin ascending. */
function nextOrder(now, isText) {
  const order = isText ? ['none', 'ascending', 'descending'] : ['none', 'descending', 'ascending'];
  return order[(order.indexOf(now) + 1) % 3];
}

/** Numbers by size, the rest as words with their numbers by size; what is missing last. */
function compare(a, b) {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', {numeric: true});
}

function sorted(items, value, order) {
  if (order === 'none') return items;
  const sign = order === 'ascending' ? 1 : -1;
  const isMissing = (x) => x === null || x === undefined || x === '';
  return [...items].sort((one, other) => {
    const a = value(one);
    const b = value(other);
    if (isMissing(a) || isMissing(b)) return isMissing(a) - isMissing(b);
    return sign * compare(a, b);
  });
}

const sessionStore = () => sessionStorage;
const localStore = () => localStorage;

/** What a page remembers over being loaded again, or for good; a browser may forbid it. */
const memory = {
  get(key, store = sessionStore) {
    try {
      return JSON.parse(store().getItem('nemesis.' + key));
    } catch {
      return null;
    }
  },
  set(key, value, store = sessionStore) {
    try {
      store().setItem('nemesis.' + key, JSON.stringify(value));
    } catch {
      // Then it does not.
    }
  },
};
