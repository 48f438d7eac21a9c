// The playground: buttons, words and a level meter around one session of the unmodified web SDK.
import { EventLog } from './log.js';
import { LevelMeter } from './level.js';
import { Talk } from './talk.js';
import { ToolCalls } from './tools.js';
import { Transcript } from './transcript.js';
import { forgetToken, keepToken, keptToken, newToken } from './token.js';

const byId = id => document.getElementById(id);
const log = new EventLog(byId('log'), byId('count'));
const meter = new LevelMeter(byId('avatar'), byId('level'));
const transcript = new Transcript(byId('transcript'));
const tools = new ToolCalls(byId('tools'), (call, result) => talk?.answerTool(call, result));
const config = await (await fetch('config.json')).json();
let talk = null;

byId('about').textContent = `${config.agent} · API at ${config.apiUrl}`;
byId('start').onclick = () => start();
byId('stop').onclick = () => talk.stop();
byId('interrupt').onclick = () => talk.interrupt();
byId('mute').onclick = () => talk.toggleMicrophone().then(muted => { byId('mute').textContent = muted ? 'Unmute' : 'Mute'; });
byId('context').onclick = () => take(text => talk.addContext(text));
byId('activity').onclick = () => talk.tellActivity();
byId('controls').onsubmit = submitted => {
  submitted.preventDefault();
  take(text => talk.write(text));
};
byId('push').onpointerdown = () => press(true);
for (const ending of ['onpointerup', 'onpointerleave']) byId('push')[ending] = () => press(false);
show('INACTIVE');

// What tests look at.
Object.assign(window, { playground: { log, meter, transcript, get talk() { return talk; } } });

async function start() {
  byId('problem').hidden = true;
  transcript.clear();
  tools.clear();
  show('CONNECTING');
  try {
    await startWith(keptToken() ?? await newToken());
  } catch (error) {
    forgetToken();
    fail(error);
  }
}

async function startWith(token) {
  // Reloading the page, or another tab with the same token, comes back to the same session.
  keepToken(token);
  talk = new Talk(token, settings(), { onEvent, onState: show, onStream: () => meter.listen() });
  await talk.start(byId('avatar'));
}

function settings() {
  return {
    apiUrl: config.apiUrl,
    kind: byId('kind').value,
    pushToTalk: byId('pushToTalk').checked,
    microphone: byId('microphone').checked,
  };
}

function onEvent(name, event) {
  log.add(name, event);
  transcript.take(name, event);
  tools.take(name, event);
  // A page that is being reloaded, and one that another tab threw out, are told UNKNOWN_REASON: the session goes on.
  if (name === 'session.disconnected' && event !== 'UNKNOWN_REASON') forgetToken();
  if (name === 'session.stopped') byId('hint').textContent = `The session has ended: ${event.stop_reason}`;
}

function show(state) {
  const live = state === 'CONNECTED';
  Object.assign(byId('state').dataset, { state });
  byId('state').textContent = state;
  document.body.toggleAttribute('data-live-page', live);
  byId('start').disabled = live || state === 'CONNECTING';
  for (const button of document.querySelectorAll('[data-live]')) button.disabled = !live;
  if (!live) return;
  for (const button of document.querySelectorAll('[data-agent]')) button.disabled = !talk.isForAgents;
  byId('push').disabled = !talk.isPushToTalk;
}

function take(give) {
  const text = byId('text').value.trim();
  if (text === '' || !talk) return;
  byId('text').value = '';
  give(text);
}

async function press(down) {
  if (byId('push').disabled || byId('push').classList.contains('pressed') === down) return;
  byId('push').classList.toggle('pressed', down);
  await (down ? talk.startPushToTalk() : talk.stopPushToTalk());
}

function fail(error) {
  log.add('error', { name: error?.name, message: error?.message, errorCode: error?.errorCode, status: error?.status });
  byId('problem').textContent = error?.message ?? String(error);
  byId('problem').hidden = false;
  show('DISCONNECTED');
}
