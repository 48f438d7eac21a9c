using System.Net;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using Connectors.Core.Sessions;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.Sound;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Integration.Tests.Api;

/// <summary>Broadcast over the API: what a tenant says in a session without an agent sounds from the avatar.</summary>
public sealed class SayApiTests : IAsyncLifetime
{
    private const int AvatarRate = 24_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private ApiStage _stage = null!;
    private ApiTenant _tenant = null!;
    private string _session = string.Empty;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private ClockedAvatarBody Body => (ClockedAvatarBody)_stage.LiveAvatar.Sessions[^1].Body;

    public async ValueTask InitializeAsync()
    {
        _stage = await ApiStage.StartAsync();
        _tenant = await _stage.TenantAsync();
        await _tenant.LiveAvatarCredentialAsync();
        _session = await _tenant.SessionAsync();
        _stage.Rooms.Room.AvatarJoins();
        _stage.Rooms.Room.UserJoins();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _stage.DisposeAsync();
    }

    [Fact]
    public async Task Wav_AtAnotherRate_IsHeardAndItsProgressTold()
    {
        var said = await PostAsync("say/audio", "audio/wav", new ByteArrayContent(Wav(48_000, 440, 1)));

        Assert.True(said.Expect(200).Json.GetProperty("accepted").GetBoolean(), said.Body);
        Assert.Equal(1_000, said.Json.GetProperty("audio_ms").GetDouble(), 5.0);
        var ended = await EndedAsync(said.Text("say_id"));
        Assert.Equal(("finished", 1L), (ended.Outcome, ended.Turn));
        Assert.InRange(Heard(440), 0.9, 1.1);
        var log = (await _tenant.CallAsync("GET", "audit-log?limit=100")).Body;
        Assert.Contains("session.say", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pcm_StreamedWithPauses_IsHeardAsItComes()
    {
        var pieces = new StreamedContent();
        var saying = PostAsync("say/audio?mode=queue", "audio/pcm;rate=16000", pieces);
        await pieces.WriteAsync(Samples(16_000, 300, 1));
        await SeeAsync(e => e is SessionEvent.AvatarSpeechStarted);
        Assert.False(saying.IsCompleted);
        await pieces.WriteAsync(Samples(16_000, 300, 1));
        pieces.End();

        var said = (await saying).Expect(200);

        Assert.Equal(2_000, said.Json.GetProperty("audio_ms").GetDouble(), 5.0);
        Assert.Equal("finished", (await EndedAsync(said.Text("say_id"))).Outcome);
        Assert.InRange(Heard(300), 1.9, 2.1);
    }

    [Fact]
    public async Task Replacing_SilencesWhatIsBeingSaid()
    {
        var first = await PostAsync("say/audio", "audio/wav", new ByteArrayContent(Wav(24_000, 440, 20)));
        await SeeAsync(e => e is SessionEvent.AvatarSpeechStarted);
        var second = await PostAsync("say/audio?mode=replace", "audio/wav", new ByteArrayContent(Wav(24_000, 880, 1)));

        Assert.Equal("replaced", (await EndedAsync(first.Text("say_id"))).Outcome);
        Assert.Equal("finished", (await EndedAsync(second.Text("say_id"))).Outcome);
        Assert.InRange(Heard(880), 0.9, 1.1);
        Assert.True(Heard(440) < 10);
    }

    [Fact]
    public async Task CallerThatIsGone_LeavesNobodyWaiting()
    {
        var pieces = new StreamedContent();
        var gone = new CancellationTokenSource();
        var saying = PostUntilAsync("say/audio", "audio/pcm", pieces, gone.Token);
        await pieces.WriteAsync(Samples(24_000, 440, 1));
        await SeeAsync(e => e is SessionEvent.SayQueued);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saying);

        var next = await PostAsync("say/audio", "audio/wav", new ByteArrayContent(Wav(24_000, 880, 0.5)));

        Assert.Equal("finished", (await EndedAsync(next.Expect(200).Text("say_id"))).Outcome);
    }

    [Theory]
    [InlineData("audio/mpeg", "ID3", 415, "not-audio")]
    [InlineData("audio/wav", "ID3 it is no wav", 400, "invalid")]
    [InlineData("audio/pcm;rate=96000", "x", 400, "invalid")]
    [InlineData("audio/pcm;channels=five", "x", 400, "invalid")]
    [InlineData("audio/pcm", "", 400, "invalid")]
    public async Task BadAudio_IsTheCallersFault_AndNothingIsSaid(string type, string body, int status, string problem)
    {
        (await PostAsync("say/audio", type, new StringContent(body))).ExpectProblem(status, problem);
        (await PostAsync("say/audio?mode=shout", "audio/wav", new StringContent("RIFF"))).ExpectProblem(400, "invalid");

        (await _tenant.CallAsync("POST", $"sessions/{_session}/stop")).Expect(200);
        Assert.DoesNotContain("say.queued", (await _tenant.CallAsync("GET", $"sessions/{_session}/events")).Body, StringComparison.Ordinal);
        (await PostAsync("say/audio", "audio/wav", new ByteArrayContent(Wav(24_000, 440, 1)))).ExpectProblem(409, "wrong-state");
    }

    [Fact]
    public async Task Text_ByElevenLabs_IsHeardAndInTheTranscript()
    {
        _stage.ElevenLabs.Behaviour = _stage.ElevenLabs.Behaviour with { Voice = new ToneVoice(440) };
        var credential = await _tenant.ElevenLabsCredentialAsync();
        var voice = new { credential_id = credential, voice_id = "voice_sandbox", model = "eleven_flash_v2_5" };

        var said = (await _tenant.CallAsync("POST", $"sessions/{_session}/say", new { text = "Welcome to our booth.", voice })).Expect(200);

        Assert.Equal("finished", (await EndedAsync(said.Text("say_id"))).Outcome);
        Assert.InRange(Heard(440), 1.1, 1.4);
        Assert.Contains(
            "Welcome to our booth.", (await _tenant.CallAsync("GET", $"sessions/{_session}/transcript")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "Welcome", (await _tenant.CallAsync("GET", "audit-log?limit=100")).Expect(200).Body, StringComparison.Ordinal);
        Assert.Contains(
            _stage.ElevenLabs.Requests,
            request => request == "POST /v1/text-to-speech/voice_sandbox/stream?output_format=pcm_24000");
    }

    [Theory]
    [InlineData("nobody", null, null, 422, "provider-refused", "unknown-voice")]
    [InlineData("voice_sandbox", "eleven_none", null, 422, "provider-refused", "unknown-model")]
    [InlineData("voice_sandbox", null, 401, 422, "provider-refused", "key-refused")]
    [InlineData("voice_sandbox", null, 402, 422, "provider-refused", "no-credits")]
    [InlineData("voice_sandbox", null, 429, 502, "provider-unreachable", "rate-limited")]
    [InlineData("voice_sandbox", null, 503, 502, "provider-unreachable", "provider-failed")]
    public async Task Text_ThatElevenLabsRefuses_IsAProblemWithItsReason(
        string voiceId, string? model, int? fault, int status, string problem, string finding)
    {
        var credential = await _tenant.ElevenLabsCredentialAsync();
        _stage.ElevenLabs.Faults = _stage.ElevenLabs.Faults with { Speech = fault is { } code ? new(code, "sandbox") : null };

        var reply = await _tenant.CallAsync(
            "POST", $"sessions/{_session}/say",
            new { text = "Hello.", voice = new { credential_id = credential, voice_id = voiceId, model } });

        Assert.Contains(finding, reply.ExpectProblem(status, problem).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_ThatBreaksOffInItsMiddle_SaysWhatCame()
    {
        var credential = await _tenant.ElevenLabsCredentialAsync();
        _stage.ElevenLabs.Faults = _stage.ElevenLabs.Faults with { SpeechBreaks = true };

        var reply = await _tenant.CallAsync("POST", $"sessions/{_session}/say", new
        {
            text = "A text that is long enough to be broken off.",
            voice = new { credential_id = credential, voice_id = "voice_sandbox" },
        });

        Assert.Equal("audio-lost", reply.Expect(200).Text("reason"));
        Assert.Equal("finished", (await EndedAsync(reply.Text("say_id"))).Outcome);
    }

    [Fact]
    public async Task Text_WithoutAVoiceOrWithAnotherCredential_NamesTheMembers()
    {
        var avatar = await _tenant.LiveAvatarCredentialAsync();

        var none = (await _tenant.CallAsync("POST", $"sessions/{_session}/say", new { text = "Hello." })).Expect(200);
        var wrong = await _tenant.CallAsync("POST", $"sessions/{_session}/say", new { voice = new { credential_id = avatar } });

        Assert.Equal("no-agent", none.Text("reason"));
        Assert.Equal(
            ["text", "voice.credential_id", "voice.voice_id"],
            wrong.ExpectProblem(400, "invalid").WrongFields().Order(StringComparer.Ordinal));
    }

    private static byte[] Samples(int rate, double frequency, double seconds)
    {
        var samples = new short[(int)(seconds * rate)];
        new Tone(frequency, rate).Fill(samples);
        return MemoryMarshal.AsBytes(samples.AsSpan()).ToArray();
    }

    private static byte[] Wav(int rate, double frequency, double seconds) =>
        new WavFile(rate, MemoryMarshal.Cast<byte, short>(Samples(rate, frequency, seconds)).ToArray()).ToBytes();

    private Task<ApiReply> PostAsync(string path, string type, HttpContent content) => PostUntilAsync(path, type, content, Stop);

    // The content is disposed of with the request.
    private async Task<ApiReply> PostUntilAsync(string path, string type, HttpContent content, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_stage.Address, $"/api/v1/sessions/{_session}/{path}"));
        request.Headers.Authorization = new("Bearer", _tenant.Key);
        request.Content = content;
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, Stop);
        using var response = await _http.SendAsync(request, either.Token);
        return await ApiReply.ReadAsync(response, Stop);
    }

    private async Task<SessionEvent.SayEnded> EndedAsync(string sayId) =>
        (SessionEvent.SayEnded)await SeeAsync(e => e is SessionEvent.SayEnded ended && ended.SayId == sayId);

    private async Task<SessionEvent> SeeAsync(Func<SessionEvent, bool> isIt)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(Patience);
        var host = _stage.Services.GetRequiredService<ISessionHost>();
        return (await host.WatchAsync(_session, 0, limit.Token).FirstAsync(entry => isIt(entry.Event), limit.Token)).Event;
    }

    private double Heard(double frequency)
    {
        var samples = MemoryMarshal.Cast<byte, short>(Body.Heard());
        var window = AvatarRate / 50;
        var count = 0;
        for (; samples.Length >= window; samples = samples[window..])
        {
            count += Goertzel.Amplitude(samples[..window], frequency, AvatarRate) > 3_000 ? 1 : 0;
        }

        return count / 50.0;
    }

    // A request body that is written while it is sent.
    private sealed class StreamedContent : HttpContent
    {
        private readonly System.IO.Pipelines.Pipe _pipe = new();

        public async Task WriteAsync(byte[] bytes) => await _pipe.Writer.WriteAsync(bytes, TestContext.Current.CancellationToken);

        public void End() => _pipe.Writer.Complete();

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(
            Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            while (true)
            {
                var read = await _pipe.Reader.ReadAsync(cancellationToken);
                foreach (var segment in read.Buffer)
                {
                    await stream.WriteAsync(segment, cancellationToken);
                }

                await stream.FlushAsync(cancellationToken);
                _pipe.Reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return;
                }
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
