// @ts-check
// The operator's view: how full nodes are, and whether they let sessions in.

import { call } from './api.js';
import { confirmed, copyable, fact, faults, fill, h, loading, state, table } from './dom.js';
import { since } from './format.js';

const standing = node => node.draining ? state('warn', 'Draining') : state('live', 'Lets sessions in');

export function nodeView() {
  const inside = h('div.stack', loading());
  const fault = faults();
  let shown = '';

  const ask = (path, how) => call(`operator/${path}`, { kind: 'operator', ...how }).then(show, fault.tell);

  async function drain(draining) {
    const yes = !draining || await confirmed('Drain this node?', 'It lets no more sessions in. Those that are on go on.', 'Drain');
    if (yes) await ask('node/drain', { method: 'PUT', body: { draining } });
  }

  function show(node) {
    fault.tell(null);
    if (shown === JSON.stringify(node)) return;
    shown = JSON.stringify(node);
    fill(inside,
      h('dl.figures.panel', fact('sessions', `${node.sessions} of ${node.capacity}`, h('meter', { max: node.capacity, value: node.sessions, 'aria-label': 'places taken' })),
        fact('starts that wait', `${node.waiting}`), fact('state', standing(node)), fact('version', h('code', node.version)), fact('runs since', since(node.started_at)),
        h(node.draining ? 'button' : 'button.danger', { onclick: () => drain(!node.draining) }, node.draining ? 'Let sessions in' : 'Drain this node')),
      h('div.panel.scroll', table('Nodes', ['Node', 'Sessions#', 'Capacity#', 'State'], node.nodes.map(one => h('tr',
        h('th', { scope: 'row' }, copyable(one.id), one.id === node.id && h('span.quiet', ' this one')),
        h('td.number', `${one.sessions}`), h('td.number', `${one.capacity}`), h('td', standing(one)))))));
  }

  const timer = setInterval(() => document.visibilityState === 'visible' && ask('node'), 3_000);
  void ask('node');
  return { node: h('section.view', h('h1', 'Node'), fault, inside), title: 'Node', leave: () => clearInterval(timer) };
}
