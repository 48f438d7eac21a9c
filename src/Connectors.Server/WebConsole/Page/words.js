// @ts-check
// Names of closed sets, in words.

// Those whose name alone doesn't say it.
const REASONS = {
  'stopped-by-tenant': 'Ended by the API, or from here',
  'agent-maximum-duration': 'The provider’s time limit was reached',
  'agent-unauthorized': 'The provider refused the credential',
  'agent-misconfigured': 'The agent or its settings are wrong',
  'agent-lost': 'The provider could not be reached any more',
  'avatar-stopped': 'LiveAvatar ended it and gave no reason',
  'server-restarted': 'The service was restarted meanwhile',
  'server-error': 'A fault of the service',
};

const RESULTS = {
  completed: ['ended', 'Ended'], tenant_error: ['warn', 'Setup fault'], provider_error: ['bad', 'Provider fault'],
  avatar_error: ['bad', 'Avatar fault'], server_error: ['bad', 'Service fault'], indeterminate: ['warn', 'Cut off'],
};

/** A closed set's name as words. @param {string} [name] */
export const words = name => (name ?? '–').replace(/[-_]/g, ' ');

export const capital = name => name[0].toUpperCase() + words(name).slice(1);

export const reason = name => REASONS[name] ?? capital(name);

/** Tone and word of how a session stands. @returns {[string, string]} */
export const standing = session => session.end ? RESULTS[session.end.result] ?? RESULTS.indeterminate
  : session.reconnecting ? ['warn', 'Reconnecting'] : [session.state === 'live' ? 'live' : 'starting', capital(session.state)];

/** What the agent of a live session does. */
export const doing = session => session.state === 'live' && !session.reconnecting && session.agent_state ? words(session.agent_state) : '';

export const cause = by => by ? `by ${by === 'provider' ? 'the provider' : words(by)}` : '';

/** What happened, in a line without what was said. */
export function summary(e) {
  const turn = e.turn ?? e.figures?.turn;
  return [
    turn ? `turn ${turn}` : '', e.stage, e.part, e.state, e.name, e.code, e.command, e.where, e.kind, e.outcome, e.end?.reason, e.reason,
    cause(e.by), e.is_final === false ? 'interim' : '', e.accepted === false ? 'refused' : '', e.is_error ? 'failed' : '', e.message,
    ...['elapsed', 'heard', 'lost', 'ago'].map(name => {
      const value = e[`${name}_ms`] ?? e.figures?.[`${name}_ms`];
      return value === undefined ? '' : `${name} ${Math.round(value)} ms`;
    }),
  ].filter(Boolean).map(text => words(text)).join(', ');
}
