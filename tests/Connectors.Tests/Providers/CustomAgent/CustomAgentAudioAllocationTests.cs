using Connectors.Audio;
using Connectors.Providers.CustomAgent;
using Connectors.Providers.CustomAgent.Wire;
using Connectors.Testing;
using Connectors.Tests.Abstractions.Transport;
using Connectors.Transport;

namespace Connectors.Tests.Providers.CustomAgent;

[Collection(nameof(MessagePoolCollection))]
public sealed class CustomAgentAudioAllocationTests
{
    private static readonly byte[] Audio = new byte[4_801];

    [Fact]
    public async Task AgentsAudio_InTheSteadyState_AllocatesNothing()
    {
        var listener = new CountingListener();
        using var http = new HttpMessageInvoker(new RefusingHttp());
        await using var connection = new CustomAgentConnection(
            new(new(), new(), isCheck: false), new(), listener, new() { Address = new("ws://127.0.0.1:9/"), Http = http });
        await listener.Closed;
        var receiver = (IMessageReceiver)connection;
        receiver.OnMessage("""{"type":"ready","version":1}"""u8, isText: true);
        receiver.OnMessage("""{"type":"turn_started"}"""u8, isText: true);
        receiver.OnMessage(Audio, isText: false);

        var received = 1L;
        var allocated = Allocation.OfSteadyState(1_000, _ =>
        {
            received++;
            receiver.OnMessage(Audio, isText: false);
        });

        Assert.Equal(0, allocated);
        Assert.Equal(received * Audio.Length, listener.Bytes);
    }

    [Fact]
    public void UsersAudio_IsWhatTheAgentReads()
    {
        using var message = HostMessages.Audio([1, 2, 3, 4], AudioFormat.Pcm16(16_000));

        Assert.Equal([1, 2, 3, 4], message.Written.ToArray());
        Assert.False(message.IsText);
        Assert.Equal(TimeSpan.FromTicks(1_250), message.Audio);
    }
}
