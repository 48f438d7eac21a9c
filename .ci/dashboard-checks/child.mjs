// A program of ours that runs beside, read line by line.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export class Child {
  #process;
  #lines = [];
  #waiting = [];
  #last = [];

  /** Starts it; told says what is done with each line. */
  constructor(program, args, told = () => {}) {
    this.#process = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#process.stdin.on('error', () => {});
    this.ended = new Promise(resolve => this.#process.on('close', code => {
      this.#waiting.splice(0).forEach(waiting => waiting.reject(new Error(`${program} ended with status ${code}:\n${this.said}`)));
      resolve(code);
    }));
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      createInterface({ input: stream }).on('line', line => {
        this.#last = [...this.#last.slice(-99), line];
        told(line);
        this.#lines.push(line);
        this.#waiting = this.#waiting.filter(waiting => !waiting.look());
      });
    }
  }

  /** What it said last. */
  get said() { return this.#last.join('\n'); }

  /** The rest of the first line that begins so. */
  async line(start, milliseconds) {
    let timer;
    try {
      return await new Promise((resolve, reject) => {
        const look = () => {
          const found = this.#lines.find(line => line.startsWith(start));
          if (found !== undefined) resolve(found.slice(start.length).trim());
          return found !== undefined;
        };
        timer = setTimeout(() => reject(new Error(`no line "${start}" within ${milliseconds} ms:\n${this.said}`)), milliseconds);
        if (!look()) this.#waiting.push({ look, reject });
      });
    } finally {
      clearTimeout(timer);
    }
  }

  say(line) { this.#process.stdin.write(`${line}\n`); }

  /** Closes its standard input, or sends a signal; then waits. */
  async end(signal) {
    if (signal) this.#process.kill(signal);
    this.#process.stdin.end();
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), 10_000);
    const code = await this.ended;
    clearTimeout(timer);
    return code;
  }
}
