// server.mjs [--port N] [--mirror ROOM] [--verbose]: a LiveKit room server on 127.0.0.1.
// --mirror ROOM: whoever is in ROOM seems to be in every other room too, and is heard there; so one publisher does for many
// rooms under load. Nothing is sent back to it.
// LIVEKIT_API_KEY and LIVEKIT_API_SECRET name its one project. Prints one line of JSON when it is ready, and ends when
// stdin does, so that it never outlives whoever started it.
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { LeaveRequest_Action, SignalResponse } from '@livekit/protocol';
import { WebSocketServer } from 'ws';
import { handleAdmin, isAdmin } from './admin.mjs';
import { mediaAddress } from './peer.mjs';
import { Rooms } from './rooms.mjs';
import { admit, Refused } from './tokens.mjs';

const MOST_SIGNAL_BYTES = 1 << 20;
const { values: options } = parseArgs({
  options: { port: { type: 'string', default: '0' }, mirror: { type: 'string' }, verbose: { type: 'boolean', default: false } },
});
const project = { key: process.env.LIVEKIT_API_KEY ?? '', secret: process.env.LIVEKIT_API_SECRET ?? '' };
if (!project.key || !project.secret) {
  console.error('room server: LIVEKIT_API_KEY and LIVEKIT_API_SECRET must be set');
  process.exit(2);
}

const log = options.verbose ? text => console.error(`room server: ${text}`) : () => {};
const rooms = new Rooms({ log, mirror: options.mirror });
const address = mediaAddress();
const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_SIGNAL_BYTES });
const http = createServer((request, response) => {
  const url = new URL(request.url, 'http://127.0.0.1');
  response.setHeader('access-control-allow-origin', '*');
  if (isAdmin(url.pathname)) return handleAdmin(request, response, url.pathname, { rooms, project });
  if (url.pathname === '/rtc/validate') return validate(request, response, url);
  // Not "requested room does not exist": clients that try /rtc/v1 first would take that as an answer.
  response.writeHead(url.pathname === '/' ? 200 : 404).end(url.pathname === '/' ? 'OK' : 'no such path');
});

http.on('upgrade', (request, socket, head) => {
  socket.on('error', () => socket.destroy());
  const url = new URL(request.url, 'http://127.0.0.1');
  // /rtc/v1 (one peer connection for both directions) is not spoken here; clients fall back to /rtc.
  if (url.pathname !== '/rtc') return refuse(socket, '404 Not Found', 'no such path');
  try {
    const admitted = admit(tokenOf(request, url), project, url.searchParams.get('room'));
    sockets.handleUpgrade(request, socket, head, webSocket => enter(webSocket, url, admitted));
  } catch (error) {
    refuse(socket, error instanceof Refused ? '401 Unauthorized' : '400 Bad Request', error.message);
  }
});

function enter(webSocket, url, { claims, grants }) {
  if (url.searchParams.get('reconnect') === '1') {
    // Connections aren't kept for a resume: the client is told to join anew.
    const leave = { canReconnect: true, action: LeaveRequest_Action.RECONNECT };
    webSocket.send(new SignalResponse({ message: { case: 'leave', value: leave } }).toBinary());
    webSocket.close();
    return;
  }
  const autoSubscribe = !['0', 'false'].includes(url.searchParams.get('auto_subscribe') ?? '1');
  rooms.join({ socket: webSocket, claims, grants, autoSubscribe, address });
}

function validate(request, response, url) {
  try {
    admit(tokenOf(request, url), project, url.searchParams.get('room'));
    response.writeHead(200).end('success');
  } catch (error) {
    response.writeHead(401).end(error.message);
  }
}

function tokenOf(request, url) {
  return url.searchParams.get('access_token') ?? (request.headers.authorization ?? '').replace(/^Bearer /i, '');
}

function refuse(socket, status, text) {
  const head = ['Content-Type: text/plain', `Content-Length: ${Buffer.byteLength(text)}`, 'Connection: close'];
  socket.end([`HTTP/1.1 ${status}`, ...head, '', text].join('\r\n'));
}

async function stop() {
  http.close();
  const limit = setTimeout(() => process.exit(0), 1000);
  await rooms.end();
  clearTimeout(limit);
  process.exit(0);
}

// What a dependency throws in a timer or an event must not end the rooms of everyone else.
process.on('uncaughtException', error => console.error(`room server: ${error.stack}`));
process.on('unhandledRejection', error => console.error(`room server: ${error?.stack ?? error}`));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);
process.stdin.on('end', stop).on('error', stop).resume();

http.listen(Number(options.port), '127.0.0.1', () => {
  console.log(JSON.stringify({ ready: true, url: `ws://127.0.0.1:${http.address().port}`, media: address, pid: process.pid }));
});
