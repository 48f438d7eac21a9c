// @ts-check
// One stream for the page, by fetch, because an EventSource can't send a key. It is got back after a loss, with growing pauses.

import { BASE, Problem, keyOf, open } from './api.js';

const SILENCE = 40_000; // the server gives a sign every 15 s
const LONGEST_PAUSE = 20_000;
const STEADY = 60_000; // what lasted so long was no failure

/** @typedef {{ name: 'connecting' | 'open' | 'lost' | 'refused', problem?: Problem, retryAt?: number }} Line */

export class Live {
  /** @type {string | null | undefined} */ #session;
  #last = '';
  #failures = 0;
  #abort = new AbortController();
  #timer = 0;

  constructor(onItem, onLine) {
    this.onItem = onItem;
    this.onLine = onLine;
    const hurry = () => this.#timer && document.visibilityState === 'visible' && this.#start();
    addEventListener('online', hurry);
    document.addEventListener('visibilitychange', hurry);
  }

  /** Opens the stream; anew for a session, whose view needs all its events. @param {string | null} session */
  watch(session) {
    if (session === null && this.#session === null) return;
    this.#session = session;
    this.#last = '';
    this.#failures = 0;
    this.#start();
  }

  close() {
    this.#session = undefined;
    this.#stop();
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#abort.abort();
  }

  async #start() {
    this.#stop();
    const abort = this.#abort = new AbortController();
    if (this.#failures === 0) this.onLine({ name: 'connecting' });
    const began = Date.now();
    let [problem, ended] = [new Problem(0), true];
    try {
      await this.#read(abort);
    } catch (error) {
      ended = false;
      if (error instanceof Problem) problem = error;
    }
    if (abort !== this.#abort || this.#session === undefined) return;
    if ([401, 403, 404].includes(problem.status)) {
      this.close();
      this.onLine({ name: 'refused', problem });
      return;
    }
    // The server ends a stream now and then, to look at the key again: no loss.
    const steady = Date.now() - began > STEADY;
    if (steady) this.#failures = 0;
    let pause = 100;
    if (!steady || !ended) {
      pause = Math.max(problem.wait * 1000, Math.min(LONGEST_PAUSE, 500 * 2 ** this.#failures) * (0.5 + Math.random() / 2));
      this.onLine({ name: 'lost', problem, retryAt: Date.now() + pause });
    }
    this.#failures++;
    this.#timer = setTimeout(() => this.#start(), pause);
  }

  async #read(abort) {
    const url = new URL('live', BASE);
    if (this.#session) url.searchParams.set('session', this.#session);
    let watchdog = setTimeout(() => abort.abort(), SILENCE);
    try {
      const { body } = await open(url, keyOf('tenant'), { signal: abort.signal, headers: this.#last ? { 'Last-Event-ID': this.#last } : {} });
      if (!body) return;
      const reader = body.pipeThrough(new TextDecoderStream()).getReader();
      let [rest, type, id, said] = ['', '', '', false];
      for (;;) {
        const { done, value } = await reader.read();
        if (done || abort.signal.aborted) return;
        clearTimeout(watchdog);
        watchdog = setTimeout(() => abort.abort(), SILENCE);
        const lines = (rest + value).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          const text = line.slice(line.indexOf(':') + 2);
          if (line.startsWith('id:')) id = text;
          else if (line.startsWith('event:')) type = text;
          else if (line.startsWith('data:')) {
            const data = JSON.parse(text);
            if (type === 'problem') throw new Problem(data.status, data, data.retry_after_seconds);
            this.#last = id || this.#last;
            if (!said) this.onLine({ name: 'open' });
            said = true;
            this.onItem(type, data);
          } else if (line === '') id = '';
        }
      }
    } finally {
      clearTimeout(watchdog);
    }
  }
}
