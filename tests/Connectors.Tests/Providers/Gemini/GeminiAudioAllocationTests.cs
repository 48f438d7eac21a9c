using System.Text;
using Connectors.Audio;
using Connectors.Events;
using Connectors.Providers.Gemini;
using Connectors.Providers.Gemini.Settings;
using Connectors.Providers.Gemini.Wire;
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

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            receiver.OnMessage(audio, isText: false);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1_001L * Audio.Length, listener.Bytes);
    }

    [Fact]
    public void UsersAudio_InTheSteadyState_AllocatesNothing()
    {
        // More than the pool keeps: whatever small buffers other tests left in it have grown then.
        var format = AudioFormat.Pcm16(16_000);
        SendAudio(format, 300);

        var before = GC.GetAllocatedBytesForCurrentThread();
        SendAudio(format, 1_000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
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

    private sealed class CountingListener : IAgentListener
    {
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long Bytes { get; private set; }

        public Task Closed => _closed.Task.WaitAsync(TimeSpan.FromSeconds(20));

        public void OnTurnAudio(TurnId turn, ReadOnlySpan<byte> audio) => Bytes += audio.Length;

        public void OnEvent(AgentEvent e)
        {
            if (e is AgentEvent.Closed)
            {
                _closed.TrySetResult();
            }
        }
    }

    private sealed class RefusingHttp : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromException<HttpResponseMessage>(new HttpRequestException("Nobody there."));
    }
}
