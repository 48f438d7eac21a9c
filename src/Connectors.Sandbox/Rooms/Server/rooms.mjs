// All rooms, and what an administrator may do with them.
import { DisconnectReason } from '@livekit/protocol';
import { Room } from './room.mjs';

export class Rooms {
  #rooms = new Map();
  #log;
  #mirror;

  /** @param mirror name of the room whose participants seem to be in every other one that comes to be after them; undefined for none */
  constructor({ log, mirror }) {
    this.#log = log;
    this.#mirror = mirror;
  }

  list(names = []) {
    return [...this.#rooms.values()].filter(({ name }) => names.length === 0 || names.includes(name)).map(room => ({
      sid: room.sid, name: room.name, num_participants: room.participants.length, creation_time: String(Math.floor(room.createdAt / 1000)),
    }));
  }

  /** The room of that name, or undefined. */
  find(name) { return this.#rooms.get(name); }

  join(options) {
    const name = options.grants.room;
    let room = this.#rooms.get(name);
    if (!room) {
      room = new Room({ name, log: this.#log, mirrored: other => this.#mirroredInto(other), onEmpty: empty => this.#forget(empty) });
      this.#rooms.set(name, room);
    }
    return room.join(options);
  }

  async end() {
    await Promise.allSettled([...this.#rooms.values()].map(room => room.end(DisconnectReason.SERVER_SHUTDOWN)));
  }

  #mirroredInto({ name }) {
    return name === this.#mirror ? [] : this.#rooms.get(this.#mirror)?.participants ?? [];
  }

  #forget(room) {
    if (this.#rooms.get(room.name) === room) this.#rooms.delete(room.name);
  }
}
