using System.Text;
using Connectors.Audio;
using Connectors.Providers.Cartesia;
using Connectors.Providers.Cartesia.Settings;
using Connectors.Providers.Cartesia.Wire;
using Connectors.Testing;
using Connectors.Tests.Abstractions.Transport;
using Connectors.Transport;

namespace Connectors.Tests.Providers.Cartesia;

[Collection(nameof(MessagePoolCollection))]
public sealed class CartesiaAudioAllocationTests
{
    private static readonly byte[] Media = Encoding.UTF8.GetBytes(
        $$$"""{"event":"media_output","stream_id":"id","media":{"payload":"{{{Convert.ToBase64String(new byte[4_801])}}}"}}""");

    [Fact]
    public async Task AgentsAudio_InTheSteadyState_AllocatesNothing()
    {
        var listener = new CountingListener();
        using var http = new HttpMessageInvoker(new RefusingHttp());
        await using var connection = new CartesiaLineConnection(
            new CartesiaLineSettings(), new(), listener, new() { Address = new("ws://127.0.0.1:9/"), Http = http },
            TimeSpan.FromSeconds(1));
        await listener.Closed;
        var receiver = (IMessageReceiver)connection;
        receiver.OnMessage("""{"event":"ack","stream_id":"id","config":{"input_format":"pcm_24000"}}"""u8, isText: true);
        receiver.OnMessage(Media, isText: true);

        var received = 1L;
        var allocated = Allocation.OfSteadyState(1_000, _ =>
        {
            received++;
            receiver.OnMessage(Media, isText: true);
        });

        Assert.Equal(0, allocated);
        Assert.Equal(received * 4_801, listener.Bytes);
    }

    [Fact]
    public void UsersAudio_IsWhatTheServerReads()
    {
        using var message = ClientMessages.Media(ClientMessages.MediaPrefix("a\"b"), [1, 2, 3, 4], AudioFormat.Pcm16(16_000));

        Assert.Equal(
            """{"event":"media_input","stream_id":"a\u0022b","media":{"payload":"AQIDBA=="}}""",
            Encoding.UTF8.GetString(message.Written.Span));
        Assert.True(message.IsText);
        Assert.Equal(TimeSpan.FromTicks(1_250), message.Audio);
    }
}
