// One participant: its signalling connection and its two peer connections (it publishes on one, subscribes on the other).
import { randomBytes } from 'node:crypto';
import {
  DisconnectReason, JoinResponse, LeaveRequest, LeaveRequest_Action, ParticipantInfo, ParticipantInfo_State, ParticipantPermission,
  RequestResponse, RequestResponse_Reason, Room as RoomInfo, ServerInfo, SignalRequest, SignalResponse, SignalTarget, TrackInfo, TrackType,
} from '@livekit/protocol';
import { forward, LABELS } from './data.mjs';
import { Peer } from './peer.mjs';
import { Track } from './track.mjs';

// A client that sends this many messages nobody can read is sent away.
const MOST_BAD_MESSAGES = 50;
const PING_TIMEOUT_SECONDS = 15;
const PING_INTERVAL_SECONDS = 5;

export const newSid = prefix => prefix + randomBytes(6).toString('hex');

export class Participant {
  sid = newSid('PA_');
  identity;
  grants;
  tracks = new Map();
  subscriberPeer;
  #socket;
  #room;
  #claims;
  #autoSubscribe;
  #publisherPeer;
  #dataChannels = {};
  #version = 1;
  #joinedAt = Date.now();
  #badMessages = 0;
  #negotiating = false;
  #negotiateAgain = false;
  #closed = false;
  #work = Promise.resolve();

  constructor({ socket, room, claims, grants, autoSubscribe, address }) {
    Object.assign(this, { identity: claims.sub, grants });
    this.#socket = socket;
    this.#room = room;
    this.#claims = claims;
    this.#autoSubscribe = autoSubscribe && grants.canSubscribe;
    const send = message => this.send(message);
    this.#publisherPeer = new Peer({ target: SignalTarget.PUBLISHER, address, send });
    this.subscriberPeer = new Peer({ target: SignalTarget.SUBSCRIBER, address, send });
    this.#publisherPeer.pc.onDataChannel.subscribe(channel => this.#receiveData(channel));
    const { pc } = this.subscriberPeer;
    this.#dataChannels.reliable = pc.createDataChannel(LABELS.reliable, { ordered: true });
    this.#dataChannels.lossy = pc.createDataChannel(LABELS.lossy, { ordered: false, maxRetransmits: 0 });
    socket.on('message', bytes => this.#enqueue(() => this.#receive(bytes)));
    socket.on('close', () => this.leave(DisconnectReason.CLIENT_INITIATED, { tell: false }));
    socket.on('error', () => socket.terminate());
  }

  get info() {
    return new ParticipantInfo({
      sid: this.sid, identity: this.identity, name: this.#claims.name ?? '', metadata: this.#claims.metadata ?? '',
      attributes: this.#claims.attributes ?? {}, kind: this.#claims.kind === 'agent' ? 4 : 0,
      state: this.#closed ? ParticipantInfo_State.DISCONNECTED : ParticipantInfo_State.ACTIVE,
      joinedAt: BigInt(Math.floor(this.#joinedAt / 1000)), version: this.#version,
      isPublisher: this.tracks.size > 0,
      permission: new ParticipantPermission({
        canPublish: this.grants.canPublish, canSubscribe: this.grants.canSubscribe, canPublishData: this.grants.canPublishData,
        canUpdateMetadata: this.grants.canUpdateMetadata, hidden: this.grants.hidden,
      }),
      tracks: this.liveTracks.map(track => track.info),
    });
  }

  get liveTracks() { return [...this.tracks.values()].filter(track => track.isLive); }

  /** First message, then the first offer, which carries the data channels. */
  welcome() {
    this.send({
      case: 'join',
      value: new JoinResponse({
        room: new RoomInfo({ sid: this.#room.sid, name: this.#room.name, creationTime: BigInt(Math.floor(this.#room.createdAt / 1000)) }),
        participant: this.info,
        otherParticipants: this.#room.present.filter(other => other !== this && !other.grants.hidden).map(other => other.info),
        serverVersion: '1.8.0', serverInfo: new ServerInfo({ version: '1.8.0', protocol: 15, region: '' }),
        subscriberPrimary: true, iceServers: [],
        // Never 0: the clients make a timer of it.
        pingTimeout: PING_TIMEOUT_SECONDS, pingInterval: PING_INTERVAL_SECONDS,
      }),
    });
    for (const other of this.#room.present) {
      if (other !== this) for (const track of other.liveTracks) this.#subscribeByItself(track, other);
    }
    this.negotiate();
  }

  send(message) {
    if (this.#socket.readyState === 1) this.#socket.send(new SignalResponse({ message }).toBinary());
  }

  sendData(encoded, reliable) {
    const channel = this.#dataChannels[reliable ? 'reliable' : 'lossy'];
    if (channel.readyState === 'open') channel.send(encoded);
  }

  /** Somebody's track has come to be. */
  onTrack(track, publisher) {
    this.#subscribeByItself(track, publisher);
    this.negotiate();
  }

  #subscribeByItself(track, publisher) {
    if (this.#autoSubscribe) track.subscribe(this, publisher.sid);
  }

  /** Offers what has changed; one offer at a time. */
  negotiate() {
    this.#enqueue(async () => {
      if (this.#negotiating) {
        this.#negotiateAgain = true;
        return;
      }
      this.#negotiating = true;
      this.send({ case: 'offer', value: { type: 'offer', sdp: await this.subscriberPeer.offer() } });
    });
  }

  /** Ends the participant, and tells it why. */
  async leave(reason, { tell = true } = {}) {
    if (this.#closed) return;
    this.#closed = true;
    this.#version++;
    if (tell) this.send({ case: 'leave', value: new LeaveRequest({ reason, action: LeaveRequest_Action.DISCONNECT }) });
    this.#room.remove(this, reason);
    this.#socket.close();
    await Promise.allSettled([this.#publisherPeer.close(), this.subscriberPeer.close()]);
  }

  // Signals are handled one after the other; what a client sends must never end the server.
  #enqueue(work) {
    this.#work = this.#work.then(async () => {
      if (!this.#closed) await work();
    }).catch(error => {
      this.#room.log(`${this.sid}: ${error.message}`);
      if (++this.#badMessages > MOST_BAD_MESSAGES) return this.leave(DisconnectReason.STATE_MISMATCH);
    });
  }

  async #receive(bytes) {
    const { message: { case: kind, value } } = SignalRequest.fromBinary(bytes);
    switch (kind) {
      case 'offer': return this.#onOffer(value);
      case 'answer': return this.#onAnswer(value);
      case 'trickle':
        return (value.target === SignalTarget.PUBLISHER ? this.#publisherPeer : this.subscriberPeer).addCandidate(value.candidateInit);
      case 'addTrack': return this.#onAddTrack(value);
      case 'mute': return this.#onMute(value);
      case 'subscription': return this.#onSubscription(value);
      case 'ping': return this.send({ case: 'pong', value: BigInt(Date.now()) });
      case 'pingReq': return this.send({ case: 'pongResp', value: { lastPingTimestamp: value.timestamp, timestamp: BigInt(Date.now()) } });
      case 'leave': return this.leave(DisconnectReason.CLIENT_INITIATED, { tell: false });
      default: // trackSetting, subscriptionPermission, syncState, updateMetadata …: nothing here depends on them
    }
  }

  async #onOffer(offer) {
    const sdp = await this.#publisherPeer.answer(offer.sdp);
    this.send({ case: 'answer', value: { type: 'answer', sdp } });
    for (const transceiver of this.#publisherPeer.pc.getTransceivers()) this.#match(transceiver);
  }

  // A section of the offer belongs to the announced track whose cid is the track id of its msid.
  #match(transceiver) {
    // werift turns the offered direction round: it is ours.
    const receiving = ['recvonly', 'sendrecv'].includes(transceiver.offerDirection);
    const track = [...this.tracks.values()].find(candidate => candidate.isLive
      ? candidate.mid === transceiver.mid
      : candidate.cid === transceiver.receiver.remoteTrackId);
    if (!track) return;
    if (receiving && !track.isLive) {
      track.info.mid = transceiver.mid;
      track.start(transceiver, transceiver.receiver.track);
      this.#announce();
      this.#room.onTrack(track, this);
    } else if (!receiving && track.isLive) {
      this.tracks.delete(track.info.sid);
      this.send({ case: 'trackUnpublished', value: { trackSid: track.info.sid } });
      this.#announce();
      this.#room.onTrackGone(track);
    }
  }

  async #onAnswer(answer) {
    await this.subscriberPeer.accept(answer.sdp);
    this.#negotiating = false;
    if (this.#negotiateAgain) {
      this.#negotiateAgain = false;
      this.negotiate();
    }
  }

  #onAddTrack(request) {
    if (!this.grants.canPublish) {
      const response = { reason: RequestResponse_Reason.NOT_ALLOWED, message: 'not allowed to publish' };
      this.send({ case: 'requestResponse', value: new RequestResponse(response) });
      return;
    }
    const info = new TrackInfo({
      sid: newSid('TR_'), type: request.type, name: request.name, source: request.source, muted: request.muted,
      width: request.width, height: request.height, stream: request.stream,
      mimeType: request.type === TrackType.VIDEO ? 'video/VP8' : 'audio/opus',
    });
    this.tracks.set(info.sid, new Track({ info, cid: request.cid }));
    this.send({ case: 'trackPublished', value: { cid: request.cid, track: info } });
  }

  #onMute({ sid, muted }) {
    const track = this.tracks.get(sid);
    if (!track || track.info.muted === muted) return;
    track.info.muted = muted;
    this.#announce();
  }

  #onSubscription({ trackSids, participantTracks, subscribe }) {
    if (!this.grants.canSubscribe) return;
    for (const sid of [...trackSids, ...participantTracks.flatMap(entry => entry.trackSids)]) {
      const publisher = this.#room.present.find(other => other !== this && other.tracks.has(sid));
      const track = publisher?.tracks.get(sid);
      if (!track) continue;
      if (subscribe) track.subscribe(this, publisher.sid);
      else track.unsubscribe(this);
    }
    this.negotiate();
  }

  #announce() {
    this.#version++;
    this.#room.announce(this);
  }

  #receiveData(channel) {
    const reliable = channel.label === LABELS.reliable;
    if (!reliable && channel.label !== LABELS.lossy) return;
    channel.onMessage.subscribe(bytes => this.#enqueue(() => forward(this, this.#room, bytes, reliable)));
  }
}
