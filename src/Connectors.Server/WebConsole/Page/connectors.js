// @ts-check
// The view of connectors, credentials and voice agents.

import { call, list } from './api.js';
import { copyable, empty, faults, fill, h, loading, state, table } from './dom.js';
import { short, since } from './format.js';
import { words } from './words.js';

const ABILITIES = {
  interruption_signal: 'Interruption', user_transcript: 'User’s text', agent_transcript: 'Agent’s text', corrects_agent_text: 'Corrects text',
  user_text_turn: 'Takes text', context_notes: 'Context', say: 'Say', client_interrupt: 'Interrupt', tools: 'Tools', resume: 'Goes on by',
};

const ability = value => value === true ? h('span.yes', 'yes') : !value || value === 'none' ? h('span.quiet', '–') : words(value);

const found = findings => h('ul.findings', findings.map(one => h('li', { 'data-severity': one.severity }, one.message)));

const named = one => h('th', { scope: 'row' }, one.name, copyable(one.id, short(one.id)));

/** A button that asks the provider. */
function test(ask, name) {
  const fault = faults();
  const button = h('button', { 'aria-label': `Test ${name}` }, 'Test');
  button.onclick = async () => {
    button.disabled = true;
    fault.tell(null);
    await ask().catch(fault.tell);
    button.disabled = false;
  };
  return h('td', button, fault);
}

function credentialRow(one) {
  const [verdict, checked] = [h('td'), h('td')];
  const show = now => {
    fill(verdict, state({ working: 'live', failing: 'bad' }[now.state] ?? 'ended', words(now.state)), found(now.findings));
    fill(checked, since(now.checked_at));
  };
  show(one);
  return h('tr', { 'data-credential': one.kind }, named(one), h('td', h('code', one.kind)), h('td', h('code', one.fingerprint)), verdict, checked,
    h('td', since(one.rotated_at ?? one.created_at)), test(async () => show(await call(`credentials/${one.id}/check`, { method: 'POST' })), one.name));
}

function agentRow(one, names) {
  const verdict = h('td', found(one.findings));
  return h('tr', named(one), h('td', one.connector), h('td', names.get(one.credential_id) ?? '–'), h('td', since(one.updated_at)), verdict, test(async () => {
    const report = await call(`voice-agents/${one.id}/test`, { method: 'POST' });
    const facts = Object.entries(report.facts ?? {}).filter(([, value]) => value !== null).map(([name, value]) => `${words(name)} ${value}`);
    fill(verdict, state(report.usable ? 'live' : 'bad', report.usable ? 'would work' : 'would not work'), h('p.findings', facts.join(', ')), found(report.findings));
  }, one.name));
}

export function connectorsView() {
  const inside = h('div.stack', loading());
  const fault = faults();
  const panel = (caption, names, rows, none) => h('div.panel.scroll', table(caption, names, rows), !rows.length && empty('None yet', none));
  Promise.all([call('connectors'), list('credentials'), list('voice-agents')]).then(([connectors, credentials, agents]) => {
    const names = new Map(credentials.map(one => [one.id, one.name]));
    fill(inside,
      panel('Credentials', ['Name', 'Kind', 'Fingerprint', 'State', 'Checked', 'Value since', 'Test'], credentials.map(credentialRow), 'POST /api/v1/credentials'),
      panel('Voice agents', ['Name', 'Connector', 'Credential', 'Changed', 'Verdict', 'Test'], agents.map(one => agentRow(one, names)), 'POST /api/v1/voice-agents'),
      panel('What connectors can do', ['Connector', ...Object.values(ABILITIES)], connectors.map(one =>
        h('tr', h('th', { scope: 'row' }, one.name, h('code', one.id, one.experimental && ', experimental')), Object.keys(ABILITIES).map(name => h('td', ability(one.capabilities[name])))))));
  }).catch(problem => {
    fill(inside);
    fault.tell(problem);
  });
  return { node: h('section.view', h('h1', 'Connectors'), fault, inside), title: 'Connectors' };
}
