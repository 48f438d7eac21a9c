using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Keeping;
using Connectors.Testing;
using Connectors.Tests.Conventions;

namespace Connectors.Tests.Core.Sessions.Keeping;

public sealed partial class SessionEventJsonTests
{
    private static readonly TimeSpan Time = TimeSpan.FromMilliseconds(12.5);

    private static readonly SessionEvent[] All =
    [
        new SessionEvent.StateChanged(SessionState.Live),
        new SessionEvent.StageDone(StartStage.AvatarToken, Time),
        new SessionEvent.UserJoined(),
        new SessionEvent.UserLeft(),
        new SessionEvent.UserSpeechStarted(),
        new SessionEvent.UserSpeechEnded(Time),
        new SessionEvent.UserSaid("Grüße, \"Ada\"\n日本", true),
        new SessionEvent.AgentSaid(3, "Hello", AgentTextKind.Correction),
        new SessionEvent.AgentStateChanged(AgentState.Thinking),
        new SessionEvent.AvatarSpeechStarted(3),
        new SessionEvent.TurnEnded(new(3, Time, null, Time, null, Time, Time, WasInterrupted: true)),
        new SessionEvent.Interrupted(3, InterruptionCause.VoiceDetector, Time, Time),
        new SessionEvent.ToolCalled("call", "find", """{"name":"Ada"}""", true),
        new SessionEvent.ToolAnswered("call", false, "answered"),
        new SessionEvent.CommandAnswered("avatar.interrupt", false, "no-agent"),
        new SessionEvent.AgentReady("conversation"),
        new SessionEvent.Reconnecting(SessionPart.Agent),
        new SessionEvent.Reconnected(SessionPart.Avatar),
        new SessionEvent.AudioDropped(AudioLoss.PlayoutLimit, Time),
        new SessionEvent.Warning("no-data-grant", "Words."),
        new SessionEvent.SayQueued("say", 3),
        new SessionEvent.SayEnded("say", 3, "replaced", Time, Time),
        new SessionEvent.Ended(SessionEnd.For(SessionEndReasons.UserLeft)),
    ];

    [Fact]
    public void EveryEvent_WrittenAndRead_IsTheSame()
    {
        Assert.Equal(SessionEventJson.Types.Count, All.Select(e => e.GetType()).Distinct().Count());
        Assert.All(All, e =>
        {
            var entry = new SessionEventEntry(17, FakeTime.Start.AddMilliseconds(5), e);
            var json = SessionEventJson.Write(entry);
            Assert.Equal(entry, SessionEventJson.Read(json));
            Assert.DoesNotContain((byte)'\n', json);
            var root = JsonDocument.Parse(json).RootElement;
            Assert.Equal(SessionEventJson.TypeOf(e), root.GetProperty("type").GetString());
            Assert.All(root.EnumerateObject(), member => Assert.Matches("^[a-z]+(_[a-z]+)*$", member.Name));
        });
    }

    [Theory]
    [InlineData(7, """{"type":"agent.said","turn":3,"text":"Hello","kind":"correction"}""")]
    [InlineData(
        12,
        """{"type":"tool.called","call_id":"call","name":"find","arguments":{"name":"Ada"},"expects_result":true}""")]
    [InlineData(
        11, """{"type":"turn.interrupted","turn":3,"by":"voice-detector","heard_ms":12.5,"signal_to_interrupt_ms":12.5}""")]
    [InlineData(
        21, """{"type":"say.ended","say_id":"say","turn":3,"outcome":"replaced","received_ms":12.5,"heard_ms":12.5}""")]
    [InlineData(
        22,
        """{"type":"session.ended","end":{"result":"completed","ended_by":"user","reason":"user-left"}}""")]
    public void Event_LooksAsDocumented(int index, string json) => Assert.Equal(
        $$"""{"sequence":17,"at":"2026-01-01T00:00:00.005Z",{{json[1..]}}""",
        Encoding.UTF8.GetString(SessionEventJson.Write(new(17, FakeTime.Start.AddMilliseconds(5), All[index]))));

    [Fact]
    public void ToolCall_WithArgumentsThatAreNoJson_IsWrittenAsText()
    {
        var json = SessionEventJson.Write(new(1, FakeTime.Start, new SessionEvent.ToolCalled("c", "n", "{oops", false)));

        Assert.Equal("{oops", JsonDocument.Parse(json).RootElement.GetProperty("arguments").GetString());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"sequence":1,"at":"2026-01-01T00:00:00Z","type":"nobody.knows"}""")]
    public void Read_SomethingElse_SaysSo(string json) =>
        Assert.Throws<JsonException>(() => SessionEventJson.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Document_NamesEveryTypeAndItsMembers()
    {
        var rows = RowPattern().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "07-sessions-and-events.md")))
            .ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value);

        Assert.Equal(SessionEventJson.Types.Values.Order(StringComparer.Ordinal), rows.Keys.Order(StringComparer.Ordinal));
        Assert.All(All, e =>
        {
            var members = JsonDocument.Parse(SessionEventJson.Write(new(1, FakeTime.Start, e))).RootElement.EnumerateObject()
                .Select(member => member.Name).Except(["sequence", "at", "type"]);
            Assert.All(members, member => Assert.Contains($"`{member}`", rows[SessionEventJson.TypeOf(e)], StringComparison.Ordinal));
        });
    }

    [GeneratedRegex(@"^\| `([a-z_]+\.[a-z_]+)` \|(.*)$", RegexOptions.Multiline)]
    private static partial Regex RowPattern();
}
