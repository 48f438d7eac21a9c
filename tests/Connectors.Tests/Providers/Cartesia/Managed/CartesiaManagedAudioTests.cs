using System.Text;
using Connectors.Audio;
using Connectors.Providers.Cartesia.Managed;
using Connectors.Providers.Cartesia.Managed.Wire;
using Connectors.Testing;
using Connectors.Tests.Abstractions.Transport;
using Connectors.Transport;

namespace Connectors.Tests.Providers.Cartesia.Managed;

[Collection(nameof(MessagePoolCollection))]
public sealed class CartesiaManagedAudioTests
{
    private static readonly byte[] Output = Encoding.UTF8.GetBytes(
        $$"""{"type":"audio_output","audio":"{{Convert.ToBase64String(new byte[4_801])}}"}""");

    [Fact]
    public async Task AgentsAudio_InTheSteadyState_AllocatesNothing()
    {
        var listener = new CountingListener();
        using var http = new HttpMessageInvoker(new RefusingHttp());
        await using var connection = new CartesiaManagedConnection(
            new(new(), ManagedAgent.Unknown), new(), listener, new() { Address = new("ws://127.0.0.1:9/"), Http = http },
            TimeSpan.FromSeconds(30));
        await listener.Closed;
        var receiver = (IMessageReceiver)connection;
        receiver.OnMessage("""{"type":"session_ready","call_id":"id","audio":{"input_format":"pcm_24000"}}"""u8, isText: true);
        receiver.OnMessage(Output, isText: true);

        var received = 1L;
        var allocated = Allocation.OfSteadyState(1_000, _ =>
        {
            received++;
            receiver.OnMessage(Output, isText: true);
        });

        Assert.Equal(0, allocated);
        Assert.Equal(received * 4_801, listener.Bytes);
    }

    [Fact]
    public void UsersAudio_IsWhatTheServerReads()
    {
        using var message = ClientMessages.Audio([1, 2, 3, 4], AudioFormat.Pcm16(16_000));

        Assert.Equal("""{"type":"audio_input","audio":"AQIDBA=="}""", Encoding.UTF8.GetString(message.Written.Span));
        Assert.True(message.IsText);
        Assert.Equal(TimeSpan.FromTicks(1_250), message.Audio);
    }

    [Theory]
    [InlineData("""{"audio":"QUJD","type":"audio_output"}""", "audio_output", "QUJD")]
    [InlineData("""{"type":"audio_\u006futput","audio":"Q\u0055JD","x":{"audio":"no"}}""", "audio_output", "QUJD")]
    [InlineData("""{"type":"session_ready","audio":{"input_format":"pcm_24000"}}""", "session_ready", "")]
    public void Message_IsReadInOnePass(string json, string type, string audio)
    {
        Assert.True(ServerMessage.TryRead(Encoding.UTF8.GetBytes(json), out var message));

        Assert.Equal((type, audio), (Encoding.UTF8.GetString(message.Type), Encoding.UTF8.GetString(message.Audio)));
    }
}
