// @ts-check
// The view of one session.

import { call } from './api.js';
import { latency, timeline } from './charts.js';
import { chips, copyable, empty, fact, faults, fill, h, keyed, loading, s, state, table, tell } from './dom.js';
import { absolute, clock, length, ms, percentile, since } from './format.js';
import { end } from './sessions.js';
import { agentOf, store } from './store.js';
import { Talk, response } from './talk.js';
import { cause, doing, reason, standing, summary, words } from './words.js';

const GROUPS = ['session', 'user', 'agent', 'turn', 'tool', 'other', 'chatter'];
const ZOOMS = { '1 min': 60, '5 min': 300, All: 0 };

function groupOf(e) {
  // Told elsewhere on the page, and often.
  if (e.type === 'agent.state_changed' || e.is_final === false || e.kind === 'delta') return 'chatter';
  const group = e.type.split('.')[0];
  return GROUPS.includes(group) ? group : 'other';
}

function line({ who, at }) {
  const [text, about] = [h('p'), h('span')];
  const node = h('li', { 'data-who': who }, h('div.who', words(who), h('span', clock(at)), about), text);
  let shown = '';
  return {
    node,
    update(now) {
      const rest = now.rest?.trim();
      const wait = now.turn && response(now.turn);
      const cut = now.turn?.cut;
      node.toggleAttribute('data-interim', now.interim);
      about.toggleAttribute('data-cut', Boolean(cut));
      tell(about, [wait ? `after ${ms(wait)}` : '', cut ? `interrupted ${cause(cut.by)}` : ''].filter(Boolean).join(', '));
      const next = `${now.text}|${rest}`;
      if (shown === next) return;
      shown = next;
      fill(text, now.text || (rest ? '' : h('span.quiet', 'spoke; no text is told')), rest && h('del', { title: 'was not heard' }, rest));
    },
  };
}

const legend = entries => h('ul.legend', Object.entries(entries).map(([kind, name]) => h('li', { 'data-kind': kind }, name)));
const panel = (title, parts, ...body) => h('div.panel', h('div.title', h('h2', title), ...parts), ...body);

export function sessionView([, id]) {
  let [talk, session, zoom, dirty, told] = [null, null, '', true, ''];
  const waiting = []; // events, until it is known when it began
  const hidden = new Set(['chatter']);
  const [head, figures, silent, rows] = [h('div.head', loading()), h('dl.figures.small'), h('div'), h('tbody')];
  const fault = faults();
  const lanes = s('svg.timeline', { height: 118, role: 'img' });
  const bars = s('svg.latency', { height: 156, role: 'img' });
  const spoken = h('ol.transcript', { role: 'log', 'aria-live': 'polite', 'aria-label': 'Transcript', tabindex: '0' });
  const zooms = chips('Zoom', Object.keys(ZOOMS), name => name === (zoom || 'All'), name => { zoom = name; dirty = true; });
  const node = h('section.view', head, fault,
    panel('Timeline', [legend({ user: 'user speaks', agent: 'agent heard', ghost: 'not heard', cut: 'interrupted', break: 'part lost' }), zooms], lanes),
    h('div.columns', panel('Transcript', [], spoken, silent), h('div.stack',
      panel('Response per turn, ms', [legend({ agent: 'agent', chunk: 'first chunk', avatar: 'avatar' })], figures, bars),
      panel('Events', [chips('Show events', GROUPS, name => !hidden.has(name), name => {
        dirty = true;
        if (!hidden.delete(name)) hidden.add(name);
      })], h('div.events.scroll', { tabindex: '0' }, table('', ['Time#', 'Event', 'What'], rows))))));
  const syncLines = keyed(spoken, one => one.key, line);
  const syncEvents = keyed(rows, e => e.sequence, e => ({
    node: h('tr', h('td.number.quiet', { title: absolute(e.at) }, clock(talk?.seconds(e.at) ?? 0)), h('td', h('code', e.type)), h('td', summary(e))),
  }));

  const take = ({ detail: e }) => waiting.push(e);

  async function recall() {
    try {
      talk?.recall(await call(`sessions/${id}/transcript`));
      dirty = true;
    } catch (problem) {
      if (problem.status !== 404) fault.tell(problem);
    }
  }

  function drawHead() {
    const now = JSON.stringify([standing(session), doing(session), session.live_at, agentOf(session)]);
    if (told === now) return;
    told = now;
    fill(head, h('div', h('p.crumb', h('a', { href: '#/sessions' }, 'Sessions')),
      h('h1', agentOf(session), state(...standing(session)), doing(session) && h('span.doing', doing(session))),
      session.end && h('p', `${reason(session.end.reason)} `, h('span.quiet', `(${session.end.reason})`))),
    h('dl.figures.small', fact('connector', session.connector ?? '–'), fact('started', since(session.created_at)), fact('length', length(session)),
      fact('id', copyable(id)), session.liveavatar_session_id && fact('LiveAvatar’s id', copyable(session.liveavatar_session_id)),
      Object.entries(session.metadata).map(([name, value]) => fact(name, value))),
    !session.end && h('button.danger', { onclick: () => end(session).catch(fault.tell) }, 'End session'));
  }

  function draw() {
    if (store.line.problem?.status === 404) fill(node, empty('No such session', 'Its record is not kept any more, or it is another tenant’s.'));
    session = store.sessions.get(id)?.session ?? session;
    if (!session) return;
    drawHead();
    talk ??= new Talk(session.created_at);
    for (let e; (e = waiting.shift());) {
      talk.take(e);
      dirty = true;
      // What was said and isn't among the events may be in the transcript.
      if (e.type === 'resync' || e.type === 'session.ended' && !talk.turns.size) void recall();
    }
    const over = talk.over || session.end;
    const now = over || store.line.name !== 'open' ? talk.last : talk.seconds(Date.now());
    if (!zoom && !over && now > 120) {
      zoom = '1 min';
      zooms.mark();
    }
    if (dirty || !over) {
      const to = Math.max(now + (over ? 0.5 : 2), 10);
      timeline(lanes, talk, Math.max(0, zoom && ZOOMS[zoom] ? to - ZOOMS[zoom] : 0), to, now);
    }
    if (!dirty) return;
    dirty = false;
    const turns = [...talk.turns.values()].sort((a, b) => a.turn - b.turn);
    const totals = turns.map(response).filter(value => value != null);
    latency(bars, turns);
    fill(figures, fact('turns', `${turns.length}`), fact('p50', ms(percentile(totals, 0.5))), fact('p95', ms(percentile(totals, 0.95))),
      fact('interrupted', `${turns.filter(turn => turn.cut).length}`));
    const lines = talk.lines();
    const atEnd = spoken.scrollHeight - spoken.scrollTop - spoken.clientHeight < 60;
    syncLines(lines);
    spoken.hidden = !lines.length;
    if (atEnd) spoken.scrollTop = spoken.scrollHeight;
    fill(silent, !lines.length && (over ? empty('Nothing is kept of what was said')
      : empty('Nothing was said yet', 'What is said appears here while it is said.')));
    syncEvents(talk.events.filter(e => !hidden.has(groupOf(e))).slice(-300).reverse());
  }

  const timer = setInterval(draw, 250);
  store.addEventListener('event', take);
  return {
    node, title: 'Session', session: id, draw,
    leave() {
      clearInterval(timer);
      store.removeEventListener('event', take);
    },
  };
}
