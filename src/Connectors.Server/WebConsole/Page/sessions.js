// @ts-check
// The view of all sessions.

import { call } from './api.js';
import { sparkline } from './charts.js';
import { chips, confirmed, copyable, empty, fact, faults, fill, h, keyed, loading, state, table, tell } from './dom.js';
import { absolute, length, ms, percentile, short, since } from './format.js';
import { agentOf, store } from './store.js';
import { doing, reason, standing } from './words.js';

const SHOWN = { All: () => true, Live: session => !session.end, Ended: session => session.end, Faults: session => session.end && session.end.result !== 'completed' };

/** Ends a session, if that is confirmed. */
export const end = async session => await confirmed('End this session?',
  `The conversation with ${agentOf(session)} is cut off at once.`, 'End session')
  && call(`sessions/${encodeURIComponent(session.id)}/stop`, { method: 'POST' });

function fits(session, filter) {
  const text = [session.id, agentOf(session), session.connector, standing(session)[1], session.end && reason(session.end.reason),
    ...Object.entries(session.metadata).flat()].join(' ').toLowerCase();
  return filter.toLowerCase().split(/\s+/).every(word => text.includes(word));
}

function row({ session: { id, created_at: created } }) {
  const [standingCell, agent, connector, long, last, spark, ended] = ['td', 'td', 'td.quiet', 'td.number', 'td.number', 'td', 'td'].map(tag => h(tag));
  // A link goes its own way, into another tab too.
  const open = event => { if (!event.target.closest('a, button')) location.hash = `#/sessions/${id}`; };
  const node = h('tr', { 'data-session': id, onclick: open },
    standingCell, agent, connector, h('td.number', since(created)), long, last, spark, ended);
  let [told, drawn] = ['', null];
  return {
    node,
    update({ session, responses }) {
      const values = responses.map(one => one.ms);
      const now = [standing(session), doing(session), agentOf(session), session.live_at].join();
      if (told !== now) {
        told = now;
        fill(standingCell, state(...standing(session)), doing(session) && h('span.doing', doing(session)));
        fill(agent, h('a', { href: `#/sessions/${id}` }, agentOf(session)), copyable(id, short(id)));
        fill(connector, session.connector ?? '–');
        fill(long, length(session));
        fill(ended, session.end ? h('span.quiet', { title: absolute(session.ended_at) }, reason(session.end.reason))
          : h('button.danger', { 'data-end': id, 'aria-label': `End ${short(id)}` }, 'End'));
      }
      if (drawn !== values.join()) {
        drawn = values.join();
        tell(last, ms(values.at(-1)));
        fill(spark, sparkline(values));
      }
    },
  };
}

export function sessionsView(_path, query) {
  let [filter, wanted, cursor] = [query.get('find') ?? '', query.get('show') ?? ''];
  if (!Object.hasOwn(SHOWN, wanted)) wanted = 'All';
  const figures = h('dl.figures');
  const fault = faults();
  const body = h('tbody');
  const all = table('', ['State', 'Agent', 'Connector', 'Started#', 'Length#', 'Last response#', 'Responses', 'How it ended'], body);
  const nothing = h('div');
  const more = h('button', { onclick: older }, 'Load older sessions');
  const search = h('input', { type: 'search', placeholder: 'Agent, id, reason, metadata', 'aria-label': 'Filter sessions', value: filter });
  search.oninput = () => { filter = search.value; remember(); };
  const node = h('section.view', h('div.head', h('h1', 'Sessions'), figures),
    h('div.bar', search, chips('Show', Object.keys(SHOWN), name => name === wanted, name => { wanted = name; remember(); })),
    fault, h('div.panel.scroll.rows', all, nothing), more);
  body.addEventListener('click', event => {
    const id = event.target.getAttribute('data-end');
    if (!id) return;
    fault.tell(null);
    end(store.sessions.get(id)?.session).catch(fault.tell);
  });
  const sync = keyed(body, one => one.session.id, row);

  function remember() {
    const said = new URLSearchParams([...(filter ? [['find', filter]] : []), ...(wanted === 'All' ? [] : [['show', wanted]])]);
    history.replaceState(null, '', `#/sessions${said.size ? `?${said}` : ''}`);
    draw();
  }

  async function older() {
    more.disabled = true;
    try {
      // The first page is what is shown already; its cursor leads on.
      cursor ??= (await call('sessions')).next_cursor;
      if (cursor) {
        const page = await call(`sessions?cursor=${cursor}`);
        for (const session of page.data) if (!store.sessions.has(session.id)) store.sessions.set(session.id, { session, responses: [] });
        cursor = page.next_cursor;
      }
    } catch (problem) {
      fault.tell(problem);
    }
    more.disabled = false;
    draw();
  }

  function draw() {
    const rows = [...store.sessions.values()].sort((a, b) => a.session.id < b.session.id ? 1 : -1);
    const live = rows.filter(one => !one.session.end);
    fill(figures, fact('live', `${live.length}`), fact('reconnecting', `${live.filter(one => one.session.reconnecting).length}`),
      fact('ended by a fault', `${rows.filter(one => SHOWN.Faults(one.session)).length}`),
      fact('median response, live', ms(percentile(live.flatMap(one => one.responses.map(response => response.ms)), 0.5))));
    const shown = rows.filter(one => SHOWN[wanted](one.session) && fits(one.session, filter));
    sync(shown);
    all.hidden = !shown.length;
    more.hidden = rows.length < 50 || cursor === null;
    fill(nothing, !shown.length && (!store.told ? loading() : rows.length ? empty('Nothing fits')
      : empty('No sessions yet', 'They appear here as soon as your backend starts one.')));
  }

  draw();
  return { node, title: 'Sessions', draw };
}
