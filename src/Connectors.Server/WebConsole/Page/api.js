// @ts-check
// The public API, with the keys that people typed in. They live in this tab's session storage and in one header, nowhere else.

export const BASE = new URL('../api/v1/', import.meta.url);

// A kind is "tenant" or "operator".
const slot = kind => `connectors.${kind}-key`;
export const keyOf = kind => sessionStorage.getItem(slot(kind));
export const keep = (kind, key) => sessionStorage.setItem(slot(kind), key);
export const forget = kind => sessionStorage.removeItem(slot(kind));

/** What the API refused: a problem of RFC 9457. */
export class Problem extends Error {
  constructor(status, body, wait = 0) {
    super(body?.detail ?? body?.title ?? (status ? `The service answered ${status}.` : 'The service could not be reached.'));
    this.status = status;
    this.wait = wait; // seconds
  }
}

/** The answer; a problem is thrown. @returns {Promise<Response>} */
export async function open(url, key, { headers, ...how } = {}) {
  const response = await fetch(url, {
    headers: { Authorization: `Bearer ${key}`, ...headers }, cache: 'no-store', credentials: 'omit', ...how,
  }).catch(() => { throw new Problem(0); });
  if (response.ok) return response;
  throw new Problem(response.status, await response.json().catch(() => null), Number(response.headers.get('Retry-After') ?? 0));
}

/** @param {string} path below /api/v1/ */
export async function call(path, { method, body, kind = 'tenant', key = keyOf(kind) } = {}) {
  const response = await open(new URL(path, BASE), key,
    body ? { method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } } : { method });
  const answer = await response.json();
  // What came by a key goes with it.
  if (key !== keyOf(kind)) throw new Problem(0, { detail: 'The key was forgotten meanwhile.' });
  return answer;
}

/** All of a list, to 500. */
export async function list(path) {
  const [all, key] = [[], keyOf('tenant')];
  for (let cursor = ''; ;) {
    const page = await call(`${path}?limit=100${cursor && `&cursor=${cursor}`}`, { key });
    all.push(...page.data);
    cursor = page.next_cursor;
    if (!cursor || all.length > 499) return all;
  }
}
