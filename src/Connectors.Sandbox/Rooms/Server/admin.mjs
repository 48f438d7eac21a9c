// The part of LiveKit's RoomService (Twirp, JSON) that ends things, so that the same calls work against a real server.
import { DisconnectReason } from '@livekit/protocol';
import { grantsOf, Refused, verify } from './tokens.mjs';

const PREFIX = '/twirp/livekit.RoomService/';
const MOST_BYTES = 64 * 1024;

class TwirpError extends Error {
  constructor(status, code, message) {
    super(message);
    Object.assign(this, { status, code });
  }
}

const methods = {
  ListRooms: {
    allowed: grants => grants.roomList,
    call: (rooms, { names }) => ({ rooms: rooms.list(names) }),
  },
  ListParticipants: {
    allowed: (grants, { room }) => grants.roomAdmin && grants.room === room,
    call: (rooms, { room }) => ({ participants: (rooms.find(room)?.present ?? []).map(({ sid, identity }) => ({ sid, identity })) }),
  },
  DeleteRoom: {
    allowed: grants => grants.roomCreate,
    call: async (rooms, { room }) => {
      await existing(rooms, room).end();
      return {};
    },
  },
  RemoveParticipant: {
    allowed: (grants, { room }) => grants.roomAdmin && grants.room === room,
    call: async (rooms, { room, identity }) => {
      const participant = existing(rooms, room).participants.find(candidate => candidate.identity === identity);
      if (!participant) throw new TwirpError(404, 'not_found', 'participant does not exist');
      await participant.leave(DisconnectReason.PARTICIPANT_REMOVED);
      return {};
    },
  },
};

function existing(rooms, name) {
  const room = rooms.find(name);
  if (!room) throw new TwirpError(404, 'not_found', 'requested room does not exist');
  return room;
}

export const isAdmin = path => path.startsWith(PREFIX);

export async function handleAdmin(request, response, path, { rooms, project }) {
  try {
    const method = Object.hasOwn(methods, path.slice(PREFIX.length)) ? methods[path.slice(PREFIX.length)] : undefined;
    if (!method || request.method !== 'POST') throw new TwirpError(404, 'bad_route', 'no such method');
    const grants = grantsOf(authorize(request, project));
    const body = await read(request);
    if (!method.allowed(grants, body)) throw new TwirpError(403, 'permission_denied', 'permissions denied');
    answer(response, 200, await method.call(rooms, body));
  } catch (error) {
    const { status = 500, code = 'internal', message } = error;
    answer(response, status, { code, msg: message });
  }
}

function authorize(request, project) {
  try {
    return verify((request.headers.authorization ?? '').replace(/^Bearer /i, ''), project);
  } catch (error) {
    if (error instanceof Refused) throw new TwirpError(401, 'unauthenticated', error.message);
    throw error;
  }
}

async function read(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new TwirpError(400, 'malformed', 'the request is too large');
    chunks.push(chunk);
  }
  try {
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
    if (body !== null && typeof body === 'object') return body;
  } catch {
    // Answered below.
  }
  throw new TwirpError(400, 'malformed', 'the request is not a JSON object');
}

function answer(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
