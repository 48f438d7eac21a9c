using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Connectors.Core.Sessions;
using Connectors.Integration.Tests.Providers;
using Connectors.Sandbox.LiveAvatar.Lite;
using Connectors.Sandbox.Sound;

namespace Connectors.Integration.Tests.Sessions;

/// <summary>What is said and heard in a session under test.</summary>
internal sealed class SessionTalk(SessionStage stage)
{
    private const int AvatarRate = 24_000;
    private const double Audible = 3_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The LITE socket's records of the session.</summary>
    public LiteLog Log => stage.LiveAvatar.Sessions[^1].Log;

    /// <summary>PCM of a tone in the provider's format, in pieces of 100 ms.</summary>
    public byte[][] Tone(double frequency, double seconds)
    {
        var samples = new short[(int)(seconds * stage.OutputRate)];
        new Tone(frequency, stage.OutputRate).Fill(samples);
        return [.. MemoryMarshal.AsBytes(samples.AsSpan()).ToArray().Chunk(stage.OutputRate / 5)];
    }

    /// <summary>The user writes something, and the provider gets it; where it takes no texts, the user is told so and speaks.</summary>
    public async Task AskAsync(string text)
    {
        var before = stage.Now;
        if (!stage.Case.Connector.Description.Capabilities.UserTextTurn)
        {
            stage.Rooms.Room.Command(new JsonObject { ["event_type"] = "avatar.speak_response", ["text"] = text }.ToJsonString());
            await stage.WaitAsync<SessionEvent.CommandAnswered>(before, answer => !answer.Accepted);
            await SpeakAsync();
            return;
        }

        stage.Rooms.Room.Command(new JsonObject { ["event_type"] = "avatar.speak_response", ["text"] = text }.ToJsonString());
        await stage.WaitAsync<SessionEvent.CommandAnswered>(before, answer => answer.Accepted);
        Assert.Equal(text, await stage.FarSide.UserTextAsync().WaitAsync(Patience, TimeProvider.System, Stop));
    }

    /// <summary>The user asks something, which the agent takes and then answers with a tone that is heard to its end.</summary>
    public async Task ConverseAsync(double frequency)
    {
        var before = stage.Now;
        await AskAsync("Are you there?");
        if (stage.Case.Connector.Description.Capabilities.AgentTranscript != TranscriptKind.None)
        {
            // Where what was said is replayed the text was there before: only its reply tells that it was asked anew.
            await stage.WaitAsync<SessionEvent.AgentSaid>(before, static said => said.Text == "ok");
        }

        await AnswerAsync(frequency);
    }

    /// <summary>The user says something into the microphone, and is silent then until the provider has noticed.</summary>
    /// <param name="agent">Whose provider; null for the session's own.</param>
    public async Task SpeakAsync(ConnectorCase? agent = null)
    {
        var before = stage.Now;
        var frame = new short[480];
        var voice = new Tone(300, 48_000);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        for (var frames = 0; !IsUnderstood(agent ?? stage.Case, before); frames++)
        {
            Assert.True(frames < 1_000, "Nobody understood the user.");
            voice.Fill(frame);
            stage.Rooms.Room.Frame(frames < 60 ? frame : new short[480], 48_000);
            await timer.WaitForNextTickAsync(Stop);
        }
    }

    /// <summary>After a loss, where nothing tells an agent's greeting from its answer: the user speaks first.</summary>
    public Task SpeakFirstAsync() =>
        stage.Case.Connector.Description.Capabilities.SuppressesGreeting ? Task.CompletedTask : SpeakAsync();

    private bool IsUnderstood(ConnectorCase agent, long after) =>
        stage.Watch.Entries.Any(entry => entry.Sequence > after
            && (agent.Connector.Description.Capabilities.UserTranscript == TranscriptKind.None
                ? entry.Event is SessionEvent.UserSpeechEnded
                : entry.Event is SessionEvent.UserSaid { IsFinal: true }));

    /// <summary>The agent begins to say a tone that it doesn't end, and the avatar begins to speak it.</summary>
    public async Task BeginAsync(double frequency, double seconds)
    {
        var before = stage.Now;
        await stage.FarSide.BeginSpeakingAsync([.. Tone(frequency, seconds).SelectMany(piece => piece)]);
        await stage.WaitAsync<SessionEvent.AvatarSpeechStarted>(before);
    }

    /// <summary>The provider gets so much more of the user's audio, at the pace at which time passes.</summary>
    public async Task HearUserAsync(double seconds)
    {
        Assert.InRange(await TimeOfUserAsync(seconds), seconds / 2, seconds * 3);
    }

    /// <summary>In how many seconds the provider gets so many more seconds of the user's audio.</summary>
    public async Task<double> TimeOfUserAsync(double seconds)
    {
        var started = TimeProvider.System.GetTimestamp();
        var before = (await stage.FarSide.UserAudioAsync(0)).Length;
        await stage.FarSide.UserAudioAsync(before + (int)(seconds * stage.InputRate * sizeof(short)))
            .WaitAsync(Patience, TimeProvider.System, Stop);
        return TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>The agent says a tone, and it is heard to its end.</summary>
    /// <param name="frequency">Hz.</param>
    /// <param name="seconds">How long.</param>
    public async Task AnswerAsync(double frequency, double seconds = 0.5)
    {
        await SayAsync(frequency, seconds);
        Assert.InRange(Heard(frequency), seconds - 0.1, seconds + 0.1);
    }

    /// <summary>The agent says a tone, and it counts as heard to its end.</summary>
    public async Task SayAsync(double frequency, double seconds)
    {
        var before = stage.Now;
        await stage.FarSide.SpeakAsync(Tone(frequency, seconds));
        await stage.WaitAsync<SessionEvent>(before, e => IsWhole(e, seconds));
    }

    /// <summary>Whether a turn of at least this length was heard to its end.</summary>
    public static bool IsWhole(SessionEvent e, double seconds) =>
        e is SessionEvent.TurnEnded { Figures: { WasInterrupted: false } turn } && turn.Received.TotalSeconds > seconds - 0.05;

    /// <summary>Seconds of a tone that sounded from the avatar.</summary>
    public double Heard(double frequency)
    {
        var samples = MemoryMarshal.Cast<byte, short>(stage.Body.Heard());
        var window = AvatarRate / 50;
        var count = 0;
        for (; samples.Length >= window; samples = samples[window..])
        {
            count += Goertzel.Amplitude(samples[..window], frequency, AvatarRate) > Audible ? 1 : 0;
        }

        return count / 50.0;
    }
}
