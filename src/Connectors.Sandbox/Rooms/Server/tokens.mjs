// Access tokens: JWTs signed with HS256 by the API secret; what a participant may do is in the claim `video`.
import { createHmac, timingSafeEqual } from 'node:crypto';

// Clocks differ; the real server allows a minute as well.
const TOLERANCE_SECONDS = 60;

export class Refused extends Error {}

/** Returns the claims of a token, or throws Refused with the reason. */
export function verify(token, { key, secret }, nowSeconds = Date.now() / 1000) {
  const parts = typeof token === 'string' ? token.split('.') : [];
  if (parts.length !== 3) throw new Refused('no access token');
  const [header, payload, signature] = parts;
  const claims = decode(payload);
  if (decode(header)?.alg !== 'HS256' || claims === undefined) throw new Refused('malformed access token');
  if (claims.iss !== key) throw new Refused('invalid API key');
  const expected = createHmac('sha256', secret).update(`${header}.${payload}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Refused('invalid signature');
  if (typeof claims.exp === 'number' && claims.exp < nowSeconds) throw new Refused('access token expired');
  if (typeof claims.nbf === 'number' && claims.nbf > nowSeconds + TOLERANCE_SECONDS) throw new Refused('access token not valid yet');
  return claims;
}

/** What a participant may do; the three can… grants are allowed unless said otherwise, as in the real server. */
export function grantsOf(claims) {
  const video = claims.video ?? {};
  return {
    room: typeof video.room === 'string' ? video.room : '',
    roomJoin: video.roomJoin === true,
    canPublish: video.canPublish !== false,
    canSubscribe: video.canSubscribe !== false,
    canPublishData: video.canPublishData !== false,
    canUpdateMetadata: video.canUpdateOwnMetadata === true,
    hidden: video.hidden === true,
    roomAdmin: video.roomAdmin === true,
    roomList: video.roomList === true,
    roomCreate: video.roomCreate === true,
  };
}

/** Checks a token for joining: who may join which room. */
export function admit(token, project, wantedRoom) {
  const claims = verify(token, project);
  const grants = grantsOf(claims);
  if (!grants.roomJoin || grants.room === '') throw new Refused('permissions denied');
  if (wantedRoom && wantedRoom !== grants.room) throw new Refused('the token is for another room');
  if (typeof claims.sub !== 'string' || claims.sub === '') throw new Refused('identity cannot be empty');
  return { claims, grants };
}

function decode(part) {
  try {
    const value = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return value !== null && typeof value === 'object' ? value : undefined;
  } catch {
    return undefined;
  }
}
