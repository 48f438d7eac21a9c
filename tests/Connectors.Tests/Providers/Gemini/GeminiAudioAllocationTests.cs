using System.Text;
using Connectors.Audio;
using Connectors.Providers.Gemini;
using Connectors.Providers.Gemini.Settings;
using Connectors.Providers.Gemini.Wire;
using Connectors.Testing;
using Connectors.Tests.Abstractions.Transport;
using Connectors.Transport;

namespace Connectors.Tests.Providers.Gemini;

[Collection(nameof(MessagePoolCollection))]
public sealed class GeminiAudioAllocationTests
{
    private static readonly byte[] Audio = new byte[4_800];

    [Fact]
    public async Task AgentsAudio_InTheSteadyState_AllocatesNothing()
    {
        var listener = new CountingListener();
        using var http = new HttpMessageInvoker(new RefusingHttp());
        await using var connection = new GeminiLiveConnection(
            new GeminiLiveSettings(), new(), listener, new() { Address = new("ws://127.0.0.1:9/"), Http = http });
        await listener.Closed;
        var receiver = (IMessageReceiver)connection;
        receiver.OnMessage("""{"setupComplete":{}}"""u8, isText: false);
        var audio = Encoding.UTF8.GetBytes($$"""
            {"serverContent": {"modelTurn": {"role": "model", "parts": [
              {"inlineData": {"mimeType": "audio/pcm;rate=24000", "data": "{{Convert.ToBase64String(Audio)}}" } } ] } } }
            """);
        receiver.OnMessage(audio, isText: false);

        var received = 1L;
        var allocated = Allocation.OfSteadyState(1_000, _ =>
        {
            received++;
            receiver.OnMessage(audio, isText: false);
        });

        Assert.Equal(0, allocated);
        Assert.Equal(received * Audio.Length, listener.Bytes);
    }

    [Fact]
    public void UsersAudio_InTheSteadyState_AllocatesNothing()
    {
        // More than the pool keeps: whatever small buffers other tests left in it have grown then.
        var format = AudioFormat.Pcm16(16_000);
        SendAudio(format, 300);

        Assert.Equal(0, Allocation.OfSteadyState(1_000, _ => SendAudio(format, 1)));
    }

    private static void SendAudio(AudioFormat format, int times)
    {
        for (var i = 0; i < times; i++)
        {
            ClientMessages.Audio(Audio, format).Dispose();
        }
    }

    [Fact]
    public void UsersAudio_IsWhatTheServerReads()
    {
        using var message = ClientMessages.Audio([1, 2, 3, 4], AudioFormat.Pcm16(16_000));

        Assert.Equal(
            """{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=16000","data":"AQIDBA=="}}}""",
            Encoding.UTF8.GetString(message.Written.Span));
        Assert.True(message.IsText);
        Assert.Equal(TimeSpan.FromTicks(1_250), message.Audio);
    }
}
