'use strict';

const $ = id => document.getElementById(id);
let touched = false; // the settings, by the person in front

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function row(cells) {
  const made = element('tr');
  for (const cell of cells) {
    const td = element('td');
    if (cell instanceof Element) td.appendChild(cell);
    else td.textContent = cell;
    made.appendChild(td);
  }
  return made;
}

function fill(id, children) {
  const place = $(id);
  while (place.firstChild) place.removeChild(place.firstChild);
  for (const child of children) place.appendChild(child);
}

const shown = {};

// what is the same stays, so that a button does not go away under the finger
function follow(id, entries, row) {
  const text = JSON.stringify(entries);
  if (shown[id] !== text) {
    shown[id] = text;
    fill(id, entries.map(row));
  }
}

function list(id, pairs) {
  fill(id, pairs.reduce((all, pair) => all.concat([element('dt', pair[0]), element('dd', String(pair[1]))]), []));
}

const clock = millis => millis === null ? 'never' : new Date(millis).toLocaleTimeString();
const time = micros => micros < 1000 ? micros + ' µs' : micros < 1e6 ? (micros / 1000).toFixed(1) + ' ms' : (micros / 1e6).toFixed(2) + ' s';

function spark(values) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 100 16');
  svg.setAttribute('preserveAspectRatio', 'none');
  const most = values.reduce((a, b) => Math.max(a, b), 1);
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'polyline');
  line.setAttribute('points', values.map((value, i) => i + ',' + (15 - 14 * value / most).toFixed(1)).join(' '));
  svg.appendChild(line);
  return svg;
}

function button(text, command, body) {
  const made = element('button', text);
  made.addEventListener('click', () => run(command, body));
  return made;
}

function buttons(...some) {
  const made = element('span');
  for (const one of some) made.appendChild(one);
  return made;
}

function show(all) {
  const c = all.connection, auto = all.autoSync;
  $('light').className = 'light ' + (!c.enabled ? '' : c.syncStatus === 'syncing' ? 'busy' : c.connected ? 'good' : 'bad');
  $('state').textContent = !c.enabled ? 'stopped' : c.connected ? c.syncStatus : 'local only';
  $('error').textContent = c.error || '';
  list('connection', [
    ['Enabled', c.enabled], ['Status', c.syncStatus], ['Connected', c.connected], ['Told at once', c.live],
    ['Last sync', clock(c.lastSyncTime)], ['Next sync in', auto.nextSyncIn === null ? 'none due' : time(auto.nextSyncIn * 1000)],
    ['Edits waiting', auto.changeCounter]]);
  list('counters', Object.entries(all.counters));
  fill('operations', all.operations.map(one => row([
    one.name, one.total, one.failed, one.successRate.toFixed(1) + ' %', time(one.averageMicros), spark(one.recentMicros)])));
  $('parked-count').textContent = all.parked.count;
  follow('parked', all.parked.first, one => row([
    one.workflow, one.code, one.reason,
    buttons(button('Retry', 'retry', { op: one.op }), button('Discard', 'discard', { op: one.op }))]));
  $('conflicts-count').textContent = all.conflicts.count;
  follow('conflicts', all.conflicts.first, one => {
    const which = { workflow: one.workflow, entity: one.entity, field: one.field };
    return row([
      one.workflow, one.entity + ', ' + one.field, one.mineStands ? 'mine stands' : 'theirs stands',
      button('Mine: ' + one.mine, 'settle', Object.assign({ keep: 'mine' }, which)),
      button('Theirs: ' + one.theirs, 'settle', Object.assign({ keep: 'theirs' }, which))]);
  });
  follow('happenings', all.happenings, one => {
    const line = element('li', undefined, one.trouble ? 'trouble' : '');
    line.appendChild(element('time', clock(one.at)));
    line.appendChild(element('span', one.text));
    return line;
  });
  if (!touched) {
    const form = $('settings').elements;
    for (const name of ['debounceMs', 'intervalMs', 'maxQueueSize']) form.namedItem(name).value = auto[name];
    for (const name of ['syncOnChange', 'live']) form.namedItem(name).checked = auto[name];
  }
}

function run(command, body) {
  return fetch(command, { method: 'POST', body: JSON.stringify(body || {}) })
    .then(answer => answer.json().then(said => {
      const message = $('message');
      message.textContent = said.message;
      message.className = answer.ok ? '' : 'trouble';
      return answer.ok;
    }));
}

function watch(seen) {
  fetch('figures?seen=' + seen)
    .then(answer => answer.json())
    .then(all => {
      show(all);
      watch(all.revision);
    })
    .catch(() => {
      $('light').className = 'light bad';
      $('state').textContent = 'the app does not answer';
      setTimeout(() => watch(0), 1000);
    });
}

document.querySelectorAll('button[data-command]').forEach(one => {
  one.addEventListener('click', () => run(one.getAttribute('data-command')));
});
$('settings').addEventListener('input', () => { touched = true; });
$('settings').addEventListener('submit', event => {
  event.preventDefault();
  const form = event.target.elements;
  const settings = {};
  for (const name of ['debounceMs', 'intervalMs', 'maxQueueSize']) settings[name] = Number(form.namedItem(name).value);
  for (const name of ['syncOnChange', 'live']) settings[name] = form.namedItem(name).checked;
  run('configure', settings).then(done => { touched = !done; });
});
watch(0);
