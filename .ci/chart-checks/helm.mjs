// One Helm, and the chart in its hands.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

const RELEASE = 'rel';
const NAMESPACE = 'prod';

export class Helm {
  constructor(binary, chart, out) {
    this.binary = binary;
    this.chart = chart;
    const home = join(out, 'home');
    this.env = { ...process.env, HELM_CACHE_HOME: `${home}/cache`, HELM_CONFIG_HOME: `${home}/config`, HELM_DATA_HOME: `${home}/data` };
    this.version = `Helm ${this.run(['version', '--template', '{{.Version}}']).stdout}`;
  }

  lint(values, fault) {
    const done = this.run(['lint', '--strict', this.chart, ...files(values)]);
    if (done.status !== 0) fault(`${this.version}, lint, ${values.map(file => basename(file))}: ${done.stdout}${done.stderr}`);
  }

  template(values, kubernetes, fault) {
    const done = this.tryTemplate(values, kubernetes);
    if (done.status !== 0) fault(`${this.version}, template for ${kubernetes}, ${values.map(file => basename(file))}: ${done.stderr}`);
    return done.stdout;
  }

  tryTemplate(values, kubernetes = '1.32.0') {
    return this.run(['template', RELEASE, this.chart, '-n', NAMESPACE, ...files(values), '--kube-version', kubernetes]);
  }

  // Defaults with a file laid over them, as Helm does it: maps are merged, lists replaced.
  values(paths) {
    const all = [join(this.chart, 'values.yaml'), ...paths].map(path => parse(readFileSync(path, 'utf8')));
    return all.reduce((below, above) => laidOver(below, above));
  }

  run(args) {
    return spawnSync(this.binary, args, { encoding: 'utf8', env: this.env });
  }

  static objects(text) {
    return parseAllDocuments(text).map(document => document.toJS()).filter(object => object !== null);
  }
}

function files(values) {
  return values.flatMap(file => ['-f', file]);
}

function laidOver(below, above) {
  const isMap = value => value !== null && typeof value === 'object' && !Array.isArray(value);
  if (!isMap(below) || !isMap(above)) return above;
  return Object.fromEntries([...new Set([...Object.keys(below), ...Object.keys(above)])]
    .map(key => [key, key in above ? (key in below ? laidOver(below[key], above[key]) : above[key]) : below[key]]));
}
