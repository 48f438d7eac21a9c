using System.Text;
using Connectors.Audio;
using Connectors.Providers.OpenAI;
using Connectors.Providers.OpenAI.Settings;
using Connectors.Providers.OpenAI.Wire;
using Connectors.Testing;
using Connectors.Tests.Abstractions.Transport;
using Connectors.Transport;

namespace Connectors.Tests.Providers.OpenAI;

[Collection(nameof(MessagePoolCollection))]
public sealed class OpenAIAudioAllocationTests
{
    private static readonly byte[] Audio = new byte[4_800];

    [Fact]
    public async Task AudioDelta_InTheSteadyState_AllocatesNothing()
    {
        var listener = new CountingListener();
        using var http = new HttpMessageInvoker(new RefusingHttp());
        await using var connection = new OpenAIRealtimeConnection(
            new OpenAIRealtimeSettings(), new(), listener, new() { Address = new("ws://127.0.0.1:9/"), Http = http });
        await listener.Closed;
        var receiver = (IMessageReceiver)connection;
        receiver.OnMessage("""{"type":"response.created","response":{"id":"resp_1"}}"""u8, isText: true);
        var delta = Encoding.UTF8.GetBytes($$"""
            {"type":"response.output_audio.delta","event_id":"event_1","response_id":"resp_1","item_id":"item_1","output_index":0,
            "content_index":0,"delta":"{{Convert.ToBase64String(Audio)}}"}
            """);
        receiver.OnMessage(delta, isText: true);

        var received = 1L;
        var allocated = Allocation.OfSteadyState(1_000, _ =>
        {
            received++;
            receiver.OnMessage(delta, isText: true);
        });

        Assert.Equal(0, allocated);
        Assert.Equal(received * Audio.Length, listener.Bytes);
    }

    [Fact]
    public void AudioAppend_InTheSteadyState_AllocatesNothing()
    {
        // More than the pool keeps: whatever small buffers other tests left in it have grown then.
        var format = AudioFormat.Pcm16(24_000);
        Append(format, 300);

        Assert.Equal(0, Allocation.OfSteadyState(1_000, _ => Append(format, 1)));
    }

    private static void Append(AudioFormat format, int times)
    {
        for (var i = 0; i < times; i++)
        {
            ClientEvents.AppendAudio(Audio, format).Dispose();
        }
    }

    [Fact]
    public void AudioAppend_IsWhatTheServerReads()
    {
        using var message = ClientEvents.AppendAudio([1, 2, 3, 4], AudioFormat.Pcm16(24_000));

        Assert.Equal("""{"type":"input_audio_buffer.append","audio":"AQIDBA=="}""", Encoding.UTF8.GetString(message.Written.Span));
        Assert.True(message.IsText);
        Assert.Equal(TimeSpan.FromTicks(833), message.Audio);
    }
}
