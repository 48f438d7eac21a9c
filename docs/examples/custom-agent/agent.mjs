// An agent for the connector `custom` (docs/11-custom-agent.md): greets with a tone, says back what it hears, answers texts.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const protocol = 'connectors.agent.v1';
const secret = `Bearer ${process.env.AGENT_SECRET ?? 'change-me'}`;
const rate = 16_000; // Hz, 16 bit: two bytes a sample

const agents = new WebSocketServer({ noServer: true, handleProtocols: () => protocol });
const server = createServer((_, response) => response.writeHead(404).end());
server.on('upgrade', (request, socket, head) => {
  const offered = request.headers['sec-websocket-protocol']?.split(',').map(name => name.trim()) ?? [];
  if (request.headers.authorization !== secret || !offered.includes(protocol))
    return socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  agents.handleUpgrade(request, socket, head, talk);
});
server.listen(process.env.PORT ?? 8090, '127.0.0.1', () => console.log(`Listening on ws://127.0.0.1:${server.address().port}/`));

function talk(ws) {
  let heard = []; // the user's audio since the first sound
  let quiet = 0; // bytes of silence since the last one
  const send = (...messages) => messages.forEach(message => ws.send(JSON.stringify(message)));

  function say(text, audio) {
    send({ type: 'turn_started' }, { type: 'agent_text', text });
    ws.send(audio);
    send({ type: 'turn_ended' });
  }

  const take = {
    hello({ validate, greeting }) {
      const capabilities = { interruption_signal: 'flush', marks_turn_end: true, agent_transcript: 'final', user_text: true,
        interrupt: true, suppresses_greeting: true };
      send({ type: 'ready', version: 1, input_rate: rate, output_rate: rate, capabilities });
      if (!validate && greeting.mode !== 'none') say('Hello.', tone(440));
    },
    user_text() { send({ type: 'interrupted' }); say('You wrote to me.', tone(660)); },
    interrupt() { send({ type: 'interrupted' }); },
  };

  function hear(audio) {
    const isLoud = audio.some((_, i) => i % 2 === 0 && Math.abs(audio.readInt16LE(i)) > 1_000);
    if (isLoud && heard.length === 0) send({ type: 'interrupted' });
    if (isLoud || heard.length > 0) heard.push(audio);
    quiet = isLoud ? 0 : quiet + audio.length;
    if (heard.length === 0 || quiet < rate) return; // half a second
    say('This is what you said.', Buffer.concat(heard));
    heard = [];
  }

  ws.on('message', (data, isBinary) => isBinary ? hear(data) : take[JSON.parse(data).type]?.(JSON.parse(data)));
}

function tone(hz) {
  return Buffer.from(Int16Array.from({ length: rate }, (_, i) => 8_000 * Math.sin(2 * Math.PI * hz * i / rate)).buffer);
}
