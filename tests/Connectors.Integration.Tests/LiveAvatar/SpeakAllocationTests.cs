using Connectors.Core.Avatars;
using Connectors.Integration.Tests.Transport;
using Connectors.LiveAvatar;
using Connectors.LiveAvatar.Lite;
using Connectors.Testing;

namespace Connectors.Integration.Tests.LiveAvatar;

[Collection(AloneCollection.Name)]
public sealed class SpeakAllocationTests
{
    private static readonly byte[] Audio = new byte[AvatarLimits.ChunkBytes];
    private static readonly byte[] Ack =
        """{"type":"agent.audio_buffer_appended","event_id":"5f0c","source_event_id":"turn"}"""u8.ToArray();

    [Fact]
    public async Task Connection_SpeakingSteadily_AllocatesNothing()
    {
        using var peer = new RawPeer();
        using var http = new LiveAvatarHttp(new());
        var listener = new RecordingAvatarListener();
        await using var connection = new LiteAvatarTransport(http, TimeProvider.System).Open(peer.Address, listener);
        await peer.AcceptAsync();
        peer.SendFrame("""{"type":"session.state_updated","state":"connected"}""");
        await listener.NextAsync<AvatarEvent.Connected>();

        // Blocking on purpose: the far side must not allocate either.
        Exchange(peer, connection, 300);
        var allocated = Allocation.LeastOfProcess(() => Exchange(peer, connection, 300));

        // A thread of the pool that runs for the first time makes some objects of its own; one object a chunk would be far more.
        TestContext.Current.TestOutputHelper?.WriteLine($"{allocated} B for 300 chunks of a second and their acknowledgements");
        Assert.True(allocated < 2_000, $"{allocated} B for 300 chunks");
    }

    private static void Exchange(RawPeer peer, IAvatarConnection connection, int chunks)
    {
        for (var i = 0; i < chunks; i++)
        {
            Assert.True(connection.Speak("turn", Audio));
            Assert.True(peer.ReadFrame().Payload.Length > Audio.Length);
            peer.SendFrame(Ack, opcode: 1);
        }
    }
}
