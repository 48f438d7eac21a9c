// A Prometheus on loopback that reads one page every second.
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Child } from './child.mjs';

/** Seconds between two readings of the page. */
export const SCRAPE = 1;

export class Prometheus {
  #child;
  #data;
  #address;

  /** Labels are those that the Prometheus operator gives a pod's page. */
  static async start(out, target, rules) {
    const prometheus = new Prometheus();
    prometheus.#data = join(out, 'data');
    prometheus.#address = `127.0.0.1:${await freePort()}`;
    const labels = { namespace: 'here', service: 'connectors-metrics', pod: 'connectors-0' };
    // JSON is YAML.
    writeFileSync(join(out, 'prometheus.yml'), JSON.stringify({
      global: { scrape_interval: `${SCRAPE}s`, scrape_timeout: `${SCRAPE}s`, evaluation_interval: '5s' },
      rule_files: [resolve(rules)],
      scrape_configs: [{ job_name: 'connectors', static_configs: [{ targets: [target], labels }] }],
    }, null, 2));
    prometheus.#child = new Child('prometheus', [
      `--config.file=${join(out, 'prometheus.yml')}`, `--storage.tsdb.path=${prometheus.#data}`,
      `--web.listen-address=${prometheus.#address}`, '--log.level=warn',
    ]);
    return prometheus;
  }

  /** Waits until the page is read. */
  async ready() {
    for (let i = 0; i < 300; i++) {
      const up = await this.instant('up').catch(() => []);
      if (up.some(series => series.value[1] === '1')) return;
      await delay(100);
    }
    throw new Error(`Prometheus doesn't read the page:\n${this.#child.said}`);
  }

  async instant(query) { return (await this.ask('query', { query })).result; }

  async range(query, start, end, step) { return (await this.ask('query_range', { query, start, end, step })).result; }

  /** Throws with what Prometheus says is wrong. */
  async ask(path, parameters) {
    const response = await fetch(`http://${this.#address}/api/v1/${path}?${new URLSearchParams(parameters)}`);
    const answer = await response.json();
    if (answer.status !== 'success') throw new Error(answer.error);
    return answer.data;
  }

  async end() {
    await this.#child.end('SIGTERM');
    rmSync(this.#data, { recursive: true, force: true });
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
