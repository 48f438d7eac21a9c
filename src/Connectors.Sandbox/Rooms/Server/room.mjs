// A room: who is in it. It comes to be with its first participant and goes with its last.
import { DisconnectReason } from '@livekit/protocol';
import { newSid, Participant } from './participant.mjs';

export class Room {
  sid = newSid('RM_');
  createdAt = Date.now();
  name;
  log;
  #participants = new Map();
  #mirrored;
  #onEmpty;

  constructor({ name, log, mirrored = () => [], onEmpty }) {
    Object.assign(this, { name, log });
    this.#mirrored = mirrored;
    this.#onEmpty = onEmpty;
  }

  get participants() { return [...this.#participants.values()]; }

  /** Those who seem to be in the room: its participants, and who is mirrored into it. */
  get present() { return [...this.participants, ...this.#mirrored(this)]; }

  /** A participant joins; an older one with the same identity is sent away. */
  join(options) {
    const older = this.#participants.get(options.claims.sub);
    if (older) older.leave(DisconnectReason.DUPLICATE_IDENTITY);
    const participant = new Participant({ ...options, room: this });
    this.#participants.set(participant.identity, participant);
    participant.welcome();
    this.announce(participant);
    return participant;
  }

  /** Called by a participant that leaves. */
  remove(participant, reason) {
    if (this.#participants.get(participant.identity) === participant) this.#participants.delete(participant.identity);
    const info = participant.info;
    info.disconnectReason = reason;
    this.#tellOthers(participant, info);
    for (const track of participant.liveTracks) this.onTrackGone(track);
    for (const other of this.present) for (const track of other.liveTracks) track.unsubscribe(participant);
    if (this.#participants.size === 0) this.#onEmpty(this);
  }

  /** Tells the others what has become of a participant. Before any offer of its tracks, or clients drop them. */
  announce(participant) {
    this.#tellOthers(participant, participant.info);
  }

  onTrack(track, publisher) {
    for (const other of this.participants) if (other !== publisher) other.onTrack(track, publisher);
  }

  onTrackGone(track) {
    for (const subscriber of track.subscribers) if (track.unsubscribe(subscriber)) subscriber.negotiate();
  }

  async end(reason = DisconnectReason.ROOM_DELETED) {
    await Promise.allSettled(this.participants.map(participant => participant.leave(reason)));
  }

  #tellOthers(participant, info) {
    if (participant.grants.hidden) return;
    for (const other of this.participants) {
      if (other !== participant) other.send({ case: 'update', value: { participants: [info] } });
    }
  }
}
