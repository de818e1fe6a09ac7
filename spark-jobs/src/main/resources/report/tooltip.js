// The one box that shows values, under the pointer or at the point that keys have reached.

const tooltip = {
  /** Shows it anew where keys brought it, after the page has moved; null where a pointer did. */
  again: null,

  /** Shows a title and rows [swatch or null, label, value, isNearest] beside a point of the window. */
  show(x, y, title, rows) {
    const box = byId('tooltip');
    box.replaceChildren(
      h('p', {class: 'tip-title'}, title),
      h('table', {}, h('tbody', {}, rows.map(([swatch, label, value, isNearest]) =>
        h('tr', {class: isNearest ? 'nearest' : null}, h('td', {}, swatch), h('td', {}, label), h('td', {class: 'number'}, value))))),
    );
    // In the top layer's dialog where one is open, for nothing else is above it.
    (document.querySelector('dialog[open]') ?? document.body).append(box);
    box.hidden = false;
    const {width, height} = box.getBoundingClientRect();
    const right = x + 16 + width > window.innerWidth;
    box.style.left = Math.max(8, right ? x - 16 - width : x + 16) + 'px';
    box.style.top = Math.min(Math.max(8, y - height / 2), window.innerHeight - height - 8) + 'px';
  },

  hide() {
    byId('tooltip').hidden = true;
  },
};

document.addEventListener('scroll', () => {
  if (byId('tooltip').hidden) return;
  if (tooltip.again) tooltip.again();
  else tooltip.hide();
}, {passive: true, capture: true});
document.addEventListener('keydown', (event) => {
  // Escape takes the box away first, and what is below it only then.
  if (event.key === 'Escape' && !byId('tooltip').hidden) {
    tooltip.hide();
    event.preventDefault();
    event.stopPropagation();
  }
}, true);
