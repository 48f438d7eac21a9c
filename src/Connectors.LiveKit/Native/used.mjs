// The alternatives that we use of the library's three envelopes and of RoomEvent. Whatever they don't reach is left
// out of the schema: on the wire it is then an unknown field. (Whole: 144,000 lines of C# and a minute of compilation.)
// Every event that carries an owned handle must be listed, used or not: unread, the handle could not be dropped.
const requests = [
  'connect', 'disconnect', 'ready_for_room_event', 'set_subscribed', 'publish_data',
  'new_audio_stream', 'new_audio_source', 'capture_audio_frame', 'clear_audio_buffer', 'create_audio_track',
  'new_video_source', 'capture_video_frame', 'create_video_track', 'new_video_stream',
  'publish_track', 'unpublish_track', 'local_track_mute',
];

const ownedHandles = [
  'participant_connected', 'track_published', 'track_subscribed', 'data_packet_received',
  'byte_stream_opened', 'text_stream_opened', 'data_track_published',
];

export const USED = {
  'livekit.proto.FfiRequest': requests,
  'livekit.proto.FfiResponse': requests,
  'livekit.proto.FfiEvent': [
    'connect', 'disconnect', 'publish_track', 'unpublish_track', 'publish_data', 'capture_audio_frame', 'audio_stream_event',
    'video_stream_event', 'room_event', 'logs', 'panic',
  ],
  'livekit.proto.RoomEvent': [
    ...ownedHandles,
    'participant_disconnected', 'track_unpublished', 'track_unsubscribed',
    'track_muted', 'track_unmuted', 'disconnected', 'reconnecting', 'reconnected', 'eos',
  ],
};
