// main.mjs PROGRAM OUT: see .ci/dashboards. Prints what is wrong, all of it, and a line of what was done.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Child } from './child.mjs';
import { fill, readDashboards, readTable, valuesOf } from './dashboards.mjs';
import { Prometheus, SCRAPE } from './prometheus.mjs';

const DASHBOARDS = 'helm/connectors/dashboards';
const RULES = 'helm/connectors/alerts/connectors.yaml';
const METRICS = 'docs/14-telemetry.md';

// What this run doesn't show for certain, with the reason; docs/15-alerts.md says it too. Whatever else is missing is a fault.
const NOT_SHOWN = {
  'connectors.session.handovers out': 'a single node has nobody to move its sessions to; the cluster edition\'s tests count them',
  'connectors.audio.dropped microphone-queue': 'needs a machine without CPU',
  'connectors.audio.dropped provider-queue': 'needs a provider that reads too slowly for seconds, or a machine as busy',
  'connectors.audio.dropped playout-limit': 'needs an agent that says more than ten minutes at once',
};

const STEP = 1;
// Grafana's rule for a panel with this step.
const RATE = `${Math.max(STEP + SCRAPE, 4 * SCRAPE)}s`;

const [program, out] = process.argv.slice(2);
const faults = [], shown = [], missing = [];
const fault = text => faults.push(text);
const dashboards = readDashboards(DASHBOARDS, fault);
const table = readTable(METRICS);
const panels = dashboards.flatMap(dashboard => dashboard.panels);
const expressions = panels.flatMap(panel => panel.targets.map(target => target.expr)).join('\n');
if (table.length === 0) fault(`${METRICS} names no metric`);
for (const { name, prefix } of table)
  if (!new RegExp(`\\b${prefix}(?![a-z])`).test(expressions)) fault(`${name} is on no panel`);

const began = Date.now();
const run = new Child('dotnet', [program, 'telemetry'], line => console.log(`  ${line}`));
let prometheus;
try {
  prometheus = await Prometheus.start(out, await run.line('metrics ', 60_000), RULES);
  await prometheus.ready();
  const start = Date.now() / 1000;
  run.say('go');
  await run.line('done', 120_000);
  await delay(2_000 * SCRAPE);
  const end = Date.now() / 1000;
  for (const dashboard of dashboards) await lookAt(dashboard, start, end);
  await lookAtAlerts();
  await lookAtValues();
} catch (error) {
  fault(error.message);
} finally {
  await prometheus?.end();
  await run.end();
}

writeFileSync(join(out, 'queries.json'), JSON.stringify(shown, null, 2));
faults.forEach(text => console.error(`- ${text}`));
console.log(`${dashboards.length} dashboards, ${panels.length} panels, ${shown.length} queries put to Prometheus, `
  + `${Math.round((Date.now() - began) / 1000)} s; not shown in this run: ${missing.join(', ')}; ${faults.length} faults`);
process.exitCode = faults.length === 0 && shown.length > panels.length ? 0 : 1;

async function lookAt(dashboard, start, end) {
  const all = { __rate_interval: RATE, __interval: `${STEP}s` }, choices = [];
  for (const variable of dashboard.templating.list.filter(one => one.type !== 'datasource')) {
    try {
      const [together, ...single] = await valuesOf(variable, prometheus, text => fill(text, all));
      all[variable.name] = together;
      choices.push(...single.map(value => ({ [variable.name]: value })));
    } catch (error) {
      fault(`${dashboard.file}, $${variable.name}: ${error.message}`);
      return;
    }
  }

  const seen = new Map(choices.map(choice => [choice, 0]));
  for (const panel of dashboard.panels) {
    for (const target of panel.targets) {
      const where = `${dashboard.file}, "${panel.title}", ${target.refId}`;
      if (!await isShown(where, target, all, start, end)) fault(`${where}: shows nothing: ${fill(target.expr, all)}`);
      for (const choice of choices)
        if (await isShown(where, target, { ...all, ...choice }, start, end)) seen.set(choice, seen.get(choice) + 1);
    }
  }
  for (const [choice, count] of seen)
    if (count === 0) fault(`${dashboard.file}: nothing is shown of ${JSON.stringify(choice)}`);
}

// A line at zero is no proof that the query asks for the right thing.
async function isShown(where, target, values, start, end) {
  let series, query;
  try {
    query = fill(target.expr, values);
    series = await prometheus.range(query, start, end, STEP);
  } catch (error) {
    fault(`${where}: ${error.message}`);
    return true;
  }

  const isTold = ({ values: points }) => points.some(([, value]) => Number.isFinite(Number(value)) && Number(value) !== 0);
  const told = series.filter(isTold);
  const names = told.map(({ metric }) => legend(where, target.legendFormat, metric));
  if (new Set(names).size !== names.length) fault(`${where}: two lines have one name: ${names.join(', ')}`);
  shown.push({ where, query, lines: series.length, told: names });
  return told.length > 0;
}

function legend(where, format, labels) {
  return format.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label) => labels[label] || fault(`${where}: no line has the label ${label}`));
}

// Rules are evaluated by Prometheus itself; what they select has to be there.
async function lookAtAlerts() {
  const rules = (await prometheus.ask('rules', { type: 'alert' })).groups.flatMap(group => group.rules);
  if (rules.length === 0) fault(`${RULES}: Prometheus knows no rule`);
  for (const rule of rules) {
    if (rule.health !== 'ok') fault(`${rule.name}: ${rule.health} ${rule.lastError ?? ''}`);
    for (const [selector] of rule.query.matchAll(/\b(?:connectors_[a-z_]+|up)(?:\{[^}]*\})?(?=[\s[)]|$)/g)) {
      if (/^connectors_[a-z]+$/.test(selector)) continue;
      const found = await prometheus.ask('series', { 'match[]': selector });
      if (found.length === 0) fault(`${rule.name}: there is nothing like ${selector}`);
      shown.push({ where: rule.name, query: selector, lines: found.length, told: [] });
    }
  }
}

// What docs/14-telemetry.md says that a metric tells apart was told apart in this run, or is in the list above.
async function lookAtValues() {
  for (const { name, prefix, attributes, values } of table.filter(row => row.attributes.length > 0)) {
    const series = await prometheus.instant(`max_over_time({__name__=~"${prefix}(_seconds)?(_total|_count)?"}[10m]) > 0`);
    const found = new Set(series.flatMap(({ metric }) => attributes.map(attribute => metric[attribute])));
    for (const attribute of attributes)
      if (!series.some(({ metric }) => metric[attribute])) fault(`${name} has no ${attribute}`);
    for (const value of values) {
      if (found.has(value)) continue;
      missing.push(`${name} ${value}`);
      if (!(`${name} ${value}` in NOT_SHOWN)) fault(`${name}: ${value} was not shown`);
    }
  }
}
