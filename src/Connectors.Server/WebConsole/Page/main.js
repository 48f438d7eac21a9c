// @ts-check
// The page's frame: which view, by which key, and how the line to the service is.

import { BASE, forget, keep, keyOf, open } from './api.js';
import { connectorsView } from './connectors.js';
import { faults, fill, h, state, tell } from './dom.js';
import { tick } from './format.js';
import { nodeView } from './node.js';
import { sessionView } from './session.js';
import { sessionsView } from './sessions.js';
import { store } from './store.js';

/** @typedef {{ node: any, title: string, session?: string, draw?: () => void, leave?: () => void }} View */
// Name, whose key it needs, what makes it.
const VIEWS = {
  sessions: ['Sessions', 'tenant', (path, query) => path[1] ? sessionView(path) : sessionsView(path, query)],
  connectors: ['Connectors', 'tenant', connectorsView],
  node: ['Node', 'operator', nodeView],
};
const WORDS = {
  tenant: ['Tenant’s key', 'Scope “read” to look, “sessions” to end one, “admin” to test credentials.', 'tenant'],
  operator: ['Operator’s key', 'Shows the nodes, and drains them.', 'operator/node'],
};

const $ = id => document.getElementById(id);
/** @type {View | null} */ let view = null;
let [needs, due] = ['', 0]; // whose key it needs, and its next drawing

/** Asks for a key. @returns {View} */
function signIn(kind, why) {
  const [title, about, probe] = WORDS[kind];
  const input = h('input', { type: 'password', id: 'key', autocomplete: 'off', placeholder: 'ck_…', required: true, autofocus: true });
  const fault = faults();
  if (why) fault.tell({ message: why });
  async function send(event) {
    event.preventDefault();
    try {
      const key = input.value.trim();
      await open(new URL(probe, BASE), key);
      keep(kind, key);
      route();
    } catch (problem) {
      fault.tell(problem.status === 403 ? { message: `This is not ${kind === 'tenant' ? 'a tenant’s' : 'an operator’s'} key.` }
        : problem.status === 404 ? { message: 'The operator’s API has a port of its own: open this page there.' } : problem);
      input.select();
    }
  }
  return {
    title,
    node: h('form.panel.sign-in', { onsubmit: send }, h('h1', title), h('p', about), h('label', { for: 'key' }, 'API key'), input, fault,
      h('button.primary', { type: 'submit' }, 'Open'), h('p.quiet', 'It stays in this tab, and goes to this service only.')),
  };
}

function route(why) {
  const [path, query] = (location.hash.replace(/^#\/?/, '') || 'sessions').split('?');
  const parts = path.split('/');
  const current = Object.hasOwn(VIEWS, parts[0]) ? parts[0] : 'sessions';
  const [, kind, make] = VIEWS[current];
  needs = kind;
  view?.leave?.();
  view = keyOf(kind) ? make(parts, new URLSearchParams(query)) : signIn(kind, why);
  fill($('main'), view.node);
  document.title = `${view.title} · Connectors`;
  view.node.querySelector('[autofocus]')?.focus();
  fill($('nav'), Object.entries(VIEWS).map(([name, [title]]) =>
    h('a', { href: `#/${name}`, 'aria-current': name === current && 'page' }, title)));
  store.watch(view.session ?? null);
  frame();
}

function frame() {
  fill($('keys'), Object.keys(WORDS).filter(keyOf).map(kind => h('button', { onclick: () => leave(kind) },
    `Forget ${kind === 'tenant' ? store.tenant?.name ?? 'key' : 'operator’s key'}`)));
  const kept = store.tenant?.retention;
  tell($('foot'), kept ? `Kept after a session’s end: what was said ${kept.transcript_days} days, events ${kept.event_days}, `
    + `the session ${kept.session_days}. Looking into one is audited.` : '');
  view?.draw?.();
  line();
}

function leave(kind, why) {
  forget(kind);
  if (kind === 'tenant') store.forget();
  if (kind === needs) route(why);
  else frame();
}

function line() {
  const { name, problem, retryAt = 0 } = store.line;
  const wait = Math.ceil((retryAt - Date.now()) / 1000);
  const [tone, word] = !keyOf('tenant') ? ['', ''] : name === 'open' ? ['live', 'Up to date'] : name === 'connecting' ? ['starting', 'Connecting']
    : name === 'lost' ? ['warn', problem?.status ? problem.message : `Connection lost, reconnecting${wait > 0 ? ` in ${wait} s` : ''}`] : ['bad', problem?.message ?? ''];
  document.body.toggleAttribute('data-lost', name === 'lost');
  if ($('line').textContent !== word) fill($('line'), word && state(tone, word));
}

store.addEventListener('line', () => {
  if (store.line.problem?.status === 401) leave('tenant', 'The service does not take this key any more.');
  line();
});
store.addEventListener('sessions', () => {
  due ||= requestAnimationFrame(() => {
    due = 0;
    view?.draw?.();
  });
});
store.addEventListener('tenant', frame);
addEventListener('hashchange', () => route());
$('skip').onclick = () => $('main').focus();
setInterval(() => { tick(); line(); }, 1000);
route();
