// Where the session's token comes from: a page never has an API key, it asks the backend of its own site.
const KEY = 'session-token';

/** The token of #token=… or of this tab before it was reloaded, or null. */
export function keptToken() {
  return new URLSearchParams(location.hash.slice(1)).get('token') ?? sessionStorage.getItem(KEY);
}

export function keepToken(token) { sessionStorage.setItem(KEY, token); }

export function forgetToken() { sessionStorage.removeItem(KEY); }

export async function newToken() {
  const response = await fetch('token', { method: 'POST' });
  const { message, data } = await response.json();
  if (!response.ok) throw new Error(message);
  return data.session_token;
}
