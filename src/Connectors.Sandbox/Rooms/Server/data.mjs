// Data packets: from a participant's publisher connection to the subscriber connections of those they are for.
import { DataPacket, DataPacket_Kind } from '@livekit/protocol';

export const LABELS = { reliable: '_reliable', lossy: '_lossy' };

/** Reads a packet, writes its sender into it and passes it on. Malformed packets are dropped. */
export function forward(sender, room, bytes, reliable) {
  if (!sender.grants.canPublishData) return;
  const packet = DataPacket.fromBinary(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
  const destinations = packet.destinationIdentities.length > 0
    ? packet.destinationIdentities
    : packet.value.case === 'user' ? packet.value.value.destinationIdentities : [];
  packet.participantSid = sender.sid;
  packet.participantIdentity = sender.identity;
  packet.destinationIdentities = [];
  packet.kind = reliable ? DataPacket_Kind.RELIABLE : DataPacket_Kind.LOSSY;
  if (packet.value.case === 'user') {
    // Fields of the packet's older form, which older clients read.
    Object.assign(packet.value.value, { participantSid: sender.sid, participantIdentity: sender.identity, destinationIdentities: [] });
  }
  const encoded = Buffer.from(packet.toBinary());
  const isMeant = receiver => destinations.length === 0 || destinations.includes(receiver.identity);
  for (const receiver of room.participants) {
    if (receiver !== sender && isMeant(receiver)) receiver.sendData(encoded, reliable);
  }
}
