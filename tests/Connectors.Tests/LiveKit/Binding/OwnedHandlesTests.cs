using Connectors.LiveKit.Binding;
using Connectors.LiveKit.Protocol;
using Google.Protobuf.Reflection;

namespace Connectors.Tests.LiveKit.Binding;

public sealed class OwnedHandlesTests
{
    [Fact]
    public void In_AnAnswerToJoining_FindsEveryHandle()
    {
        var joined = new FfiEvent
        {
            Connect = new()
            {
                AsyncId = 99,
                Result = new()
                {
                    Room = new() { Handle = new() { Id = 1 } },
                    LocalParticipant = new() { Handle = new() { Id = 2 } },
                    Participants =
                    {
                        new ConnectCallback.Types.ParticipantWithTracks
                        {
                            Participant = new() { Handle = new() { Id = 3 } },
                            Publications = { Publication(4), Publication(5) },
                        },
                    },
                },
            },
        };

        Assert.Equal(new ulong[] { 1, 2, 3, 4, 5 }, OwnedHandles.In(joined).Order());
    }

    [Fact]
    public void In_AnEventWithoutHandles_FindsNone() =>
        Assert.Empty(OwnedHandles.In(new FfiEvent { RoomEvent = new() { RoomHandle = 7, Reconnected = new() } }));

    [Fact]
    public void Schema_OfRoomEvents_HasEveryEventThatCarriesAHandle()
    {
        // Unlisted in Native/used.mjs, an event's handle could not even be seen. These are the ones of 0.12.73.
        string[] carriers =
        [
            "byte_stream_opened", "data_packet_received", "data_track_published", "participant_connected", "text_stream_opened",
            "track_published", "track_subscribed",
        ];

        Assert.Equal(carriers, RoomEvent.Descriptor.Fields.InDeclarationOrder().Where(CarriesHandle).Select(field => field.Name).Order());
    }

    private static OwnedTrackPublication Publication(ulong handle) => new() { Handle = new() { Id = handle } };

    private static bool CarriesHandle(FieldDescriptor field) => field.FieldType == FieldType.Message
        && (field.MessageType == FfiOwnedHandle.Descriptor || field.MessageType.Fields.InDeclarationOrder().Any(CarriesHandle));
}
