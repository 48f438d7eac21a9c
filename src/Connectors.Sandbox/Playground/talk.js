// One session of the SDK. All its listeners are there before start(): session.stream_ready mostly comes before CONNECTED.
import {
  AgentEventsEnum, ElevenLabsAgentSession, LiveAvatarSession, SessionEvent, SessionInteractivityMode, VoiceChatEvent,
} from '@heygen/liveavatar-web-sdk';

const SESSIONS = { ElevenLabsAgentSession, LiveAvatarSession };

export class Talk {
  #session;
  #settings;
  #isOver = false;

  constructor(token, settings, { onEvent, onState, onStream }) {
    this.#settings = settings;
    this.#session = new SESSIONS[settings.kind](token, { apiUrl: settings.apiUrl, voiceChat: this.#voiceChat() });
    for (const name of Object.values(SessionEvent)) this.#session.on(name, detail => onEvent(name, detail));
    for (const name of Object.values(AgentEventsEnum)) this.#session.on(name, event => onEvent(name, event));
    for (const name of Object.values(VoiceChatEvent)) this.#session.voiceChat.on(name, state => onEvent(`voice.${name}`, state));
    this.#session.on(SessionEvent.SESSION_STATE_CHANGED, state => this.#onState(state, onState));
    this.#session.on(SessionEvent.SESSION_DISCONNECTED, () => { this.#isOver = true; });
    this.#session.on(SessionEvent.SESSION_STREAM_READY, () => {
      this.#session.attach(this.element);
      onStream();
    });
  }

  get sessionId() { return this.#session.sessionId; }

  get isForAgents() { return this.#settings.kind === 'ElevenLabsAgentSession'; }

  get isPushToTalk() { return this.#settings.pushToTalk; }

  async start(element) {
    this.element = element;
    await this.#session.start();
  }

  stop() { return this.#session.stop(); }

  interrupt() { this.#session.interrupt(); }

  write(text) { return this.isForAgents ? this.#session.sendUserMessage(text) : this.#session.message(text); }

  addContext(text) { return this.#session.sendContextualUpdate(text); }

  tellActivity() { return this.#session.sendUserActivity(); }

  answerTool(call, result) {
    return this.#session.sendClientToolResult({ toolCallId: call.id, result, sourceEventId: call.eventId });
  }

  keepAlive() { return this.#session.keepAlive(); }

  async toggleMicrophone() {
    const voice = this.#session.voiceChat;
    await (voice.isMuted ? voice.unmute() : voice.mute());
    return voice.isMuted;
  }

  startPushToTalk() { return this.#session.voiceChat.startPushToTalk(); }

  async stopPushToTalk() {
    await this.#session.voiceChat.stopPushToTalk();
    // The SDK leaves the microphone open.
    await this.#session.voiceChat.mute();
  }

  #voiceChat() {
    if (!this.#settings.microphone) return false;
    return this.#settings.pushToTalk ? { mode: SessionInteractivityMode.PUSH_TO_TALK, defaultMuted: true } : true;
  }

  #onState(state, onState) {
    onState(state);
    // A session that ended while the microphone was being opened says CONNECTED afterwards, and keeps the microphone.
    if (state === 'CONNECTED' && this.#isOver) this.#session.stop();
  }
}
