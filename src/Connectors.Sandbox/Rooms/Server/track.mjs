// A published track, and its way to those who subscribed to it.
import { MediaStreamTrack, RtpHeader, RtpPacket } from 'werift';

// A client asks for a key frame again and again until it has one; its publisher is asked at most this often.
const KEY_FRAME_INTERVAL_MS = 300;

export class Track {
  info;
  cid;
  #transceiver;
  #source;
  #subscriptions = new Map();
  #lastKeyFrameRequest = -Infinity;

  constructor({ info, cid }) {
    this.info = info;
    this.cid = cid;
  }

  get isLive() { return this.#transceiver !== undefined; }

  get kind() { return this.#source.kind; }

  get mid() { return this.#transceiver?.mid; }

  get subscribers() { return [...this.#subscriptions.keys()]; }

  /** Media begins to arrive. */
  start(transceiver, source) {
    this.#transceiver = transceiver;
    this.#source = source;
    source.onReceiveRtp.subscribe(packet => this.#forward(packet));
  }

  subscribe(subscriber, publisherSid) {
    if (this.#subscriptions.has(subscriber) || !this.isLive) return;
    const transceiver = subscriber.subscriberPeer.pc.addTransceiver(new MediaStreamTrack({ kind: this.kind }), { direction: 'sendonly' });
    // Clients read participant and track from the stream's id.
    transceiver.sender.streamId = `${publisherSid}|${this.info.sid}`;
    transceiver.sender.trackId = this.info.sid;
    transceiver.sender.onPictureLossIndication.subscribe(() => this.requestKeyFrame());
    this.#subscriptions.set(subscriber, transceiver);
  }

  unsubscribe(subscriber) {
    const transceiver = this.#subscriptions.get(subscriber);
    if (!transceiver) return false;
    this.#subscriptions.delete(subscriber);
    transceiver.setDirection('inactive');
    return true;
  }

  requestKeyFrame() {
    const now = performance.now();
    if (this.kind !== 'video' || this.#source.ssrc === undefined || now - this.#lastKeyFrameRequest < KEY_FRAME_INTERVAL_MS) return;
    this.#lastKeyFrameRequest = now;
    this.#transceiver.receiver.sendRtcpPLI(this.#source.ssrc).catch(() => { /* the publisher is leaving */ });
  }

  #forward({ header, payload }) {
    for (const { sender } of this.#subscriptions.values()) {
      // sendRtp changes the header it is given; the publisher's extensions have ids of the publisher's connection.
      const copy = new RtpHeader({
        version: header.version, marker: header.marker, payloadType: header.payloadType,
        sequenceNumber: header.sequenceNumber, timestamp: header.timestamp, ssrc: header.ssrc,
      });
      sender.sendRtp(new RtpPacket(copy, payload)).catch(() => { /* the subscriber is leaving */ });
    }
  }
}
