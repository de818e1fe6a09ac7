// While the program serves the page: how far the grid is, and new results as they come.

const EVERY = 3000;

function liveCard() {
  const told = h('p', {class: 'muted', role: 'status'}, 'Asking how far it is …');
  const bar = h('div', {class: 'progress', role: 'progressbar', 'aria-label': 'Cells done', 'aria-valuemin': '0', 'aria-valuemax': '100', 'aria-valuenow': '0'}, h('span'));
  const counts = h('p', {class: 'counts'});
  const parts = h('div');
  const news = h('div', {class: 'news', hidden: true}, h('span', {}, 'Newer results are ready. '), h('button', {type: 'button', class: 'strong', onclick: reload}, 'Show them'));
  const alone = h('input', {type: 'checkbox'});
  alone.checked = memory.get('alone') ?? true;
  alone.addEventListener('change', () => memory.set('alone', alone.checked));
  let last = '';

  async function look() {
    try {
      const answer = await (await fetch('/progress.json', {cache: 'no-store'})).json();
      if (!answer.progress) throw new Error(answer.problem);
      const text = JSON.stringify(answer.progress);
      if (text !== last) draw(answer.progress);
      last = text;
      told.textContent = standing(answer) + ' As of ' + new Date().toLocaleTimeString('en-GB') + '.';
      if (answer.page && answer.page !== ABOUT.version) {
        news.hidden = false;
        if (alone.checked && isIdle()) reload();
      }
    } catch (problem) {
      told.textContent = problem.message?.startsWith('Cannot') ? problem.message : 'The program that serves this page does not answer; what is shown may be old.';
    }
    setTimeout(look, EVERY);
  }

  function standing(answer) {
    const {driver, secondsLeft} = answer.progress;
    const left = secondsLeft === null || secondsLeft === undefined ? '' : `, about ${duration(secondsLeft)} left`;
    const making = answer.making ? ' Tables and figures are being made anew.' : '';
    const problem = answer.problem ? ` The tables are of before: ${answer.problem}.` : '';
    return (driver ? `A run is at work (${driver})${left}.` : 'No run is at work in this folder.') + making + problem;
  }

  function draw({total, parts: all}) {
    const share = total.planned === 0 ? 0 : (100 * total.done) / total.planned;
    bar.setAttribute('aria-valuenow', share.toFixed(1));
    bar.firstChild.style.width = share + '%';
    counts.replaceChildren(
      h('strong', {}, total.done.toLocaleString('en')), ' of ', count(total.planned, 'cell'), ' done',
      total.running > 0 && ` · ${total.running} running`,
      total.failed > 0 && h('span', {class: 'bad'}, ` · ${total.failed} failed`),
      ` · ${(total.planned - total.done - total.failed).toLocaleString('en')} to do`);
    const shots = [...new Set(all.map((part) => part.shots))].sort((a, b) => a - b);
    const datasets = [...new Set(all.map((part) => part.dataset))];
    parts.replaceChildren(scrolling('Progress by dataset and shots', h('table', {class: 'parts'},
      h('caption', {class: 'unseen'}, 'Progress by dataset and shots'),
      h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'Dataset'), shots.map((n) => h('th', {scope: 'col', class: 'number'}, n === 0 ? 'zero-shot' : count(n, 'shot'))))),
      h('tbody', {}, datasets.map((dataset) => h('tr', {}, h('th', {scope: 'row'}, dataset), shots.map((n) => partOf(all.find((part) => part.dataset === dataset && part.shots === n)))))))));
  }

  function partOf(part) {
    if (!part) return h('td', {class: 'number muted'}, '');
    const fill = h('span', {class: 'fill'});
    fill.style.width = (100 * part.done) / Math.max(1, part.planned) + '%';
    return h('td', {class: 'number part-of' + (part.done === part.planned ? ' whole' : '')},
      h('span', {}, part.done, h('span', {class: 'muted'}, ' / ' + part.planned)),
      part.running > 0 && h('small', {class: 'muted'}, ` ${part.running} running`),
      part.failed > 0 && h('small', {class: 'bad'}, ` ${part.failed} failed`),
      h('span', {class: 'track', 'aria-hidden': 'true'}, fill));
  }

  /** Whether nobody would be disturbed. */
  function isIdle() {
    const active = document.activeElement;
    return !document.querySelector('dialog[open]') && String(getSelection()) === '' && !['INPUT', 'SELECT'].includes(active?.tagName) && byId('tooltip').hidden;
  }

  function reload() {
    const passed = [...document.querySelectorAll('main [id]')].filter((part) => part.getBoundingClientRect().top < 100).at(-1);
    memory.set('place', passed ? {id: passed.id, top: passed.getBoundingClientRect().top} : null);
    memory.set('progress', last === '' ? null : JSON.parse(last));
    history.scrollRestoration = 'manual'; // the browser's way would count what was above it then
    location.reload();
  }

  const before = memory.get('progress'); // so that nothing below moves when the first answer comes
  if (before) draw(before);
  look();
  return h('section', {id: 'live', 'aria-labelledby': 'live-title'},
    h('h2', {id: 'live-title'}, 'Progress'),
    h('div', {class: 'card'}, counts, bar, told, news, parts,
      h('p', {}, h('label', {class: 'check'}, alone, ' Show new results by themselves'))));
}

/** Where the reader was before the page was loaded anew: what was in sight stays where it was. */
function backToPlace() {
  const place = memory.get('place');
  const part = place && byId(place.id);
  if (!part) return;
  memory.set('place', null);
  window.addEventListener('load', () => setTimeout(() => (history.scrollRestoration = 'auto')));
  window.scrollBy({top: part.getBoundingClientRect().top - place.top, behavior: 'instant'});
}
