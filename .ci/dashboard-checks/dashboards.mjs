// The dashboards' files: what is in them, without data; and what Grafana makes of their variables.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

// Grafana's ids of those that we use.
const UNITS = ['short', 'none', 's', 'bytes', 'percentunit', 'opm', 'cpm'];

/** Reads all, and says what is wrong with them. */
export function readDashboards(folder, fault) {
  const dashboards = readdirSync(folder).filter(file => file.endsWith('.json'))
    .map(file => ({ file, ...JSON.parse(readFileSync(join(folder, file), 'utf8')) }));
  for (const dashboard of dashboards) {
    const seen = { id: new Set(), title: new Set(), place: new Set() };
    for (const panel of dashboard.panels) {
      const where = `${dashboard.file}, "${panel.title}"`;
      const isNew = (kind, value) => {
        if (seen[kind].has(value)) fault(`${where}: another panel has the ${kind} ${value}`);
        seen[kind].add(value);
      };
      isNew('id', panel.id);
      isNew('title', panel.title);
      isNew('place', `${panel.gridPos.x}/${panel.gridPos.y}`);
      if (!UNITS.includes(panel.fieldConfig?.defaults?.unit)) fault(`${where}: the unit is "${panel.fieldConfig?.defaults?.unit}"`);
      if (!(panel.description?.length > 20)) fault(`${where}: nothing says what it shows`);
      if (!(panel.targets?.length > 0)) fault(`${where}: there is no query`);
      const ids = panel.targets.map(target => target.refId);
      if (new Set(ids).size !== ids.length) fault(`${where}: two queries have one id`);
      for (const target of panel.targets)
        if (!target.legendFormat) fault(`${where}: a query has no legend`);
    }
  }
  return dashboards;
}

/** A variable's values, as Grafana asks for them: all together first, then each by itself. */
export async function valuesOf(variable, prometheus, fill) {
  const query = variable.query?.query ?? variable.query;
  const [, metric, label] = /^label_values\((.+),\s*(\w+)\)$/.exec(query) ?? [];
  if (!label) throw new Error(`"${query}" is no query of labels that this script knows`);
  const values = await prometheus.ask(`label/${label}/values`, { 'match[]': fill(metric) });
  if (values.length === 0) throw new Error(`"${query}" gives no value`);
  return [variable.includeAll ? variable.allValue ?? `(${values.join('|')})` : values[0], ...values];
}

/** Fills variables in; throws if one is left. */
export function fill(text, values) {
  const filled = text.replace(/\$(?:\{(\w+)(?::\w+)?\}|(\w+))/g, (whole, braced, bare) => values[braced ?? bare] ?? whole);
  if (filled.includes('$')) throw new Error(`there is no such variable: ${filled}`);
  return filled;
}

/** What the table of docs/14-telemetry.md has: metrics, and the values of attributes that it names for each. */
export function readTable(path) {
  const [, section] = /\n## Metrics\n([\s\S]*?)\n## /.exec(readFileSync(path, 'utf8')) ?? [];
  const rows = [...section.matchAll(/^\| `(connectors\.[a-z._]+)` \|([^|]*)\|([^|]*)\|([^|]*)\|(.*)\|$/gm)];
  return rows.map(([, name, , , attributes, text]) => ({
    name,
    prefix: name.replaceAll('.', '_'),
    attributes: [...attributes.matchAll(/`([a-z._]+)`/g)].map(match => match[1].replaceAll('.', '_')),
    values: [...text.matchAll(/`([a-z-]+)`/g)].map(match => match[1]),
  }));
}
