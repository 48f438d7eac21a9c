// A peer connection as LiveKit clients need it, on werift, whose SDP is put right where libwebrtc would stumble.
import { networkInterfaces } from 'node:os';
import { RTCPeerConnection, RTCRtpCodecParameters } from 'werift';

const OPUS = () => new RTCRtpCodecParameters({
  mimeType: 'audio/opus', clockRate: 48000, channels: 2, payloadType: 111, parameters: 'minptime=10;useinbandfec=1',
});
const VP8 = () => new RTCRtpCodecParameters({
  mimeType: 'video/VP8', clockRate: 90000, payloadType: 96,
  rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }, { type: 'ccm', parameter: 'fir' }, { type: 'goog-remb' }],
});

/** The one address media goes through: of the test namespace's adapter (127.x but not loopback), else of the machine. */
export function mediaAddress() {
  const addresses = Object.values(networkInterfaces()).flat().filter(address => address.family === 'IPv4' && !address.internal);
  return (addresses.find(({ address }) => address.startsWith('127.')) ?? addresses[0])?.address ?? '127.0.0.1';
}

export class Peer {
  #pc;
  #send;
  #target;

  /** target: the signalling name of this side; send: sends a signal response to the client. */
  constructor({ target, address, send }) {
    this.#target = target;
    this.#send = send;
    this.#pc = new RTCPeerConnection({
      // The default names a public STUN server: nothing here leaves the machine.
      iceServers: [],
      // Unset, werift binds 0.0.0.0 and its answers leave from another address than they were asked at.
      iceInterfaceAddresses: { udp4: address },
      // It also overlooks adapters by name, veth among them.
      iceAdditionalHostAddresses: [address],
      iceUseIpv6: false,
      codecs: { audio: [OPUS()], video: [VP8()] },
    });
    this.#pc.onIceCandidate.subscribe(candidate => {
      if (candidate) this.#send({ case: 'trickle', value: { candidateInit: JSON.stringify(candidate.toJSON()), target: this.#target } });
    });
  }

  get pc() { return this.#pc; }

  get isConnected() { return this.#pc.connectionState === 'connected'; }

  async addCandidate(candidateInit) {
    const candidate = JSON.parse(candidateInit);
    if (candidate?.candidate) await this.#pc.addIceCandidate(candidate);
  }

  async offer() {
    await this.#pc.setLocalDescription(await this.#pc.createOffer());
    return this.#pc.localDescription.sdp;
  }

  async accept(answer) {
    await this.#pc.setRemoteDescription({ type: 'answer', sdp: answer });
  }

  async answer(offer) {
    await this.#pc.setRemoteDescription({ type: 'offer', sdp: offer });
    await this.#pc.setLocalDescription(await this.#pc.createAnswer());
    // Port 0 rejects a section, and with the first one the whole bundle; clients that fell back from /rtc/v1 always
    // offer some sections they don't use yet.
    return this.#pc.localDescription.sdp.replace(/^m=(audio|video) 0 /gm, 'm=$1 9 ');
  }

  async close() {
    await this.#pc.close();
  }
}
