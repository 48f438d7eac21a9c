// The server itself says whether it takes the settings that a node would be given: names and values, by its own validation.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const BUILDS = ['cluster', 'single'].map(edition => `artifacts/${edition}/bin/Connectors.Server/debug/Connectors.Server.dll`);
const PREFIX = 'Connectors__';

// In place of what only the cluster knows; each is a value that the server takes.
const STAND_INS = {
  'status.podIP': '127.0.0.1',
  'metadata.name': 'connectors-0',
  Connectors__Api__OperatorKey: `ck_${'0123456789abcdef'.repeat(2)}_${'A'.repeat(43)}`,
  Connectors__Redis__Password: 'a "password" with \\ and spaces',
};

/** Returns how many settings were looked at. */
export function checkSettings(variants, fault) {
  const server = BUILDS.find(existsSync);
  if (!server) {
    fault(`The server isn't built: dotnet build src/Connectors.Server.`);
    return 0;
  }
  const known = names(server);
  let count = 0;
  for (const [variant, objects] of variants) {
    const env = node(objects);
    for (const name of Object.keys(env).filter(one => one.startsWith(PREFIX))) {
      count++;
      const setting = name.replaceAll('__', ':').replace(/:\d+$/, '');
      if (!known.has(setting)) fault(`${variant}: there is no setting ${setting}.`);
    }
    checkValues(variant, server, env, fault);
  }
  checkMetric(variants, fault);
  checkUnknown(server, fault);
  return count;
}

/** What .ci/image starts nodes and their Redis with. */
export function leave(objects, out) {
  const lines = Object.entries(node(objects)).map(([name, value]) => `${name}=${value}`);
  writeFileSync(join(out, 'node.env'), `${lines.join('\n')}\n`);
  const { data } = objects.find(({ kind }) => kind === 'ConfigMap') ?? { data: {} };
  for (const [name, text] of Object.entries(data)) writeFileSync(join(out, name), text);
}

function names(server) {
  const help = spawnSync('dotnet', [server, '--help'], { encoding: 'utf8' }).stdout;
  return new Set([...help.matchAll(/^ {2}(Connectors:\S+)/gm)].map(match => match[1]));
}

function node(objects) {
  const deployment = objects.find(({ kind }) => kind === 'Deployment');
  return Object.fromEntries((deployment?.spec.template.spec.containers[0].env ?? []).map(({ name, value, valueFrom }) =>
    [name, value ?? STAND_INS[name] ?? STAND_INS[valueFrom.fieldRef?.fieldPath] ?? 'from-a-secret']));
}

// A command reads the same settings as the service. The only thing it may find wrong is that there is no key ring here.
function checkValues(variant, server, env, fault) {
  const given = { ...process.env, ...env };
  if (!server.includes('/cluster/')) delete given.Connectors__Cluster__Enabled;
  const done = spawnSync('dotnet', [server, 'keys', 'new', 'kek'], { encoding: 'utf8', env: given });
  if (!done.stderr.startsWith('There is no key ring at')) fault(`${variant}: the server says: ${done.stderr}${done.stdout}`);
}

// The check above would be worth nothing if the server took anything.
function checkUnknown(server, fault) {
  const env = { ...process.env, [`${PREFIX}NoSuchSetting`]: '1' };
  const done = spawnSync('dotnet', [server, 'keys', 'new', 'kek'], { encoding: 'utf8', env });
  if (!done.stderr.includes('NoSuchSetting')) fault('The server takes settings that it doesn\'t know.');
}

// OpenTelemetry's rule for Prometheus: dots become underscores; a unit in braces adds nothing.
function checkMetric(variants, fault) {
  const source = readFileSync('src/Connectors.Core/Telemetry/ConnectorsTelemetry.cs', 'utf8');
  const created = /Create(?:Observable)?(?:UpDownCounter|Gauge)<\w+>\(\s*"([^"]+)", "\{\w+\}"/g;
  const gauges = [...source.matchAll(created)].map(match => match[1].replaceAll('.', '_'));
  for (const [variant, objects] of variants) {
    const metric = objects.find(({ kind }) => kind === 'HorizontalPodAutoscaler')?.spec.metrics[0].pods.metric.name
      ?? /sum\((\w+)\{/.exec(objects.find(({ kind }) => kind === 'ScaledObject')?.spec.triggers[0].metadata.query ?? '')?.[1];
    if (metric && !gauges.includes(metric)) fault(`${variant}: the server has no gauge ${metric}; it has ${gauges.join(', ')}.`);
  }
}
