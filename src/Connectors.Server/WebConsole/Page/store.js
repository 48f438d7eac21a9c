// @ts-check
// What the page knows of the tenant: its sessions as the stream tells them, its name, its voice agents.

import { call, keyOf, list } from './api.js';
import { Live } from './live.js';

const MOST_ENDED = 500;

/** @typedef {{ session: any, responses: { turn: number, ms: number }[] }} Row */

class Store extends EventTarget {
  /** @type {Map<string, Row>} */ sessions = new Map();
  agents = new Map();
  tenant = null;
  told = false;
  /** @type {import('./live.js').Line} */ line = { name: 'connecting' };
  #again = 0;
  #seen = new Set();
  #live = new Live((type, data) => this.#take(type, data), line => {
    this.line = line;
    this.#seen.clear();
    if (line.name === 'open' && !this.tenant) void this.#meet();
    this.#say('line');
  });

  #say = (type, detail = null) => this.dispatchEvent(new CustomEvent(type, { detail }));

  /** Opens the stream; with a session its events come too. */
  watch(session) {
    if (keyOf('tenant')) this.#live.watch(session);
  }

  /** Everything that came by a key goes with it. */
  forget() {
    this.#live.close();
    clearTimeout(this.#again);
    this.sessions.clear();
    this.agents.clear();
    this.tenant = null;
    this.told = false;
  }

  async #meet() {
    const key = keyOf('tenant');
    clearTimeout(this.#again);
    try {
      const [tenant, agents] = await Promise.all([call('tenant'), list('voice-agents')]);
      this.tenant = tenant;
      this.agents = new Map(agents.map(agent => [agent.id, agent]));
      this.#say('tenant');
    } catch {
      if (key === keyOf('tenant')) this.#again = setTimeout(() => this.#meet(), 5_000);
    }
  }

  #take(type, data) {
    if (type === 'session') {
      const { id } = data.session;
      const before = this.sessions.get(id);
      this.#seen.add(id);
      this.sessions.set(id, { session: data.session, responses: data.responses.length ? data.responses : before?.responses ?? [] });
      if (data.session.end && !before?.session.end) this.#forgetOldest();
      if (this.told) this.#say('sessions');
    } else if (type === 'sessions.told') {
      // What was on and isn't told any more is gone.
      for (const [id, { session }] of this.sessions) if (!session.end && !this.#seen.has(id)) this.sessions.delete(id);
      this.told = true;
      this.#say('sessions');
    } else this.#say('event', data);
  }

  // Of those that ended while the page is open; ids are in the order of their beginning.
  #forgetOldest() {
    const ended = [...this.sessions.values()].filter(({ session }) => session.end).map(({ session }) => session.id);
    if (ended.length > MOST_ENDED) this.sessions.delete(ended.sort()[0]);
  }
}

export const store = new Store();

/** What a session's agent is called. */
export const agentOf = session => store.agents.get(session.voice_agent_id)?.name ?? session.connector ?? 'no agent';
