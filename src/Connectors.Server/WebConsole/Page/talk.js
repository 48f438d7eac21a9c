// @ts-check
// A conversation, put together from its events (docs/07-sessions-and-events.md). Times are seconds since its beginning.

/**
 * @typedef {{ turn: number, at: number, text: string, spoken: string | null, start: number | null, end: number | null, cut: any, figures: any }} Turn
 * @typedef {{ key: string, at: number, who: string, text: string, rest?: string, interim: boolean, turn?: Turn }} Line
 */

const MOST_EVENTS = 2000;
const FASTEST = 30; // characters a second: a text may be there long before its audio

/** How long the user waited for it. @param {Turn} turn @returns {number | null | undefined} */
export const response = ({ figures }) => figures?.user_end_to_avatar_speaking_ms;

export class Talk {
  speech = [];
  /** @type {Map<number, Turn>} */ turns = new Map();
  /** @type {Line[]} */ said = [];
  breaks = [];
  events = [];
  /** @type {Line[]} from the transcript, where events are missing */ earlier = [];
  over = false;
  last = 0;
  #start;

  constructor(createdAt) {
    this.#start = Date.parse(createdAt);
  }

  seconds = at => (Number(new Date(at)) - this.#start) / 1000;

  recall(transcript) {
    this.earlier = transcript.segments.map(one => (
      { key: `s${one.ordinal}`, at: one.started_ms / 1000, who: one.speaker, text: one.text, interim: one.state === 'interim' }));
  }

  take(e) {
    if (e.type === 'resync') return;
    const at = this.seconds(e.at);
    this.last = Math.max(this.last, at);
    this.events.push(e);
    if (this.events.length > MOST_EVENTS) this.events.shift();
    this.#ON[e.type]?.(e, at);
  }

  #ON = {
    'user.speech_started': (e, at) => this.speech.push({ start: at, end: null, taken: false }),
    'user.speech_ended': (e, at) => this.#endSpeech(at - e.ago_ms / 1000),
    'user.said': (e, at) => {
      let line = this.said.at(-1);
      if (!line?.interim) {
        // It belongs to the oldest speech that has no text yet; what was written has none.
        const speech = this.speech.find(one => !one.taken);
        if (speech) speech.taken = true;
        line = { key: `u${e.sequence}`, at: speech?.start ?? at, who: 'user', text: '', interim: true };
        this.said.push(line);
      }
      line.text = e.text;
      line.interim = !e.is_final;
      if (e.is_final) for (const one of this.speech) one.taken ||= one.end !== null;
    },
    'agent.said': (e, at) => {
      const turn = this.#turn(e.turn, at);
      if (e.kind === 'correction') turn.spoken = e.text;
      else turn.text = e.kind === 'delta' ? turn.text + e.text : e.text;
    },
    'avatar.speech_started': (e, at) => { this.#turn(e.turn, at).start = at; },
    'turn.interrupted': (e, at) => { if (e.turn) this.#turn(e.turn, at).cut = e; },
    'turn.ended': ({ figures }, at) => {
      const turn = this.#turn(figures.turn, at);
      turn.figures = figures;
      turn.end = turn.start === null ? null : Math.min(at, turn.start + figures.heard_ms / 1000);
      if (figures.was_interrupted) turn.cut ??= { by: null };
    },
    'session.reconnecting': (e, at) => this.breaks.push({ part: e.part, start: at, end: null }),
    'session.reconnected': (e, at) => {
      for (const one of this.breaks) if (one.part === e.part) one.end ??= at;
    },
    'session.ended': (e, at) => {
      this.over = true;
      this.#endSpeech(at);
      for (const one of this.breaks) one.end ??= at;
      for (const turn of this.turns.values()) if (turn.start !== null) turn.end ??= at;
    },
  };

  /** What was said, in its order. @returns {Line[]} */
  lines() {
    const agent = [...this.turns.values()].map(turn => {
      const [text, rest] = heard(turn);
      return { key: `a${turn.turn}`, at: turn.start ?? turn.at, who: 'agent', text, rest, interim: !turn.figures && !this.over, turn };
    });
    const lines = [...this.said, ...agent].sort((a, b) => a.at - b.at);
    return [...this.earlier.filter(line => !lines.length || line.at < lines[0].at), ...lines];
  }

  #endSpeech(at) {
    const open = this.speech.at(-1);
    if (open) open.end ??= Math.max(open.start, at);
  }

  #turn(number, at) {
    let turn = this.turns.get(number);
    if (!turn) {
      turn = { turn: number, at, text: '', spoken: null, start: null, end: null, cut: null, figures: null };
      this.turns.set(number, turn);
    }
    return turn;
  }
}

/** What of a turn's text was heard, and the rest. @param {Turn} turn */
function heard({ text, spoken, cut, figures }) {
  if (spoken !== null) return [spoken, text.startsWith(spoken) ? text.slice(spoken.length) : ''];
  if (!cut || !figures) return [text, ''];
  const { heard_ms: played, received_ms: received } = figures;
  const length = Math.floor(Math.min(text.length * Math.min(1, played / received || 0), played / 1000 * FASTEST));
  if (length >= text.length) return [text, ''];
  // To the last whole word; languages without spaces are cut between characters.
  const word = text.slice(0, length + 1).search(/\s\S*$/);
  const place = word >= 0 ? word : /\s/.test(text.trim()) ? 0 : length;
  return [text.slice(0, place), text.slice(place)];
}
