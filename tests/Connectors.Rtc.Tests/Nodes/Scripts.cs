using Connectors.Sandbox.Agents;

namespace Connectors.Rtc.Tests.Nodes;

/// <summary>What agents say in these tests: a short greeting, and answers that are long enough for something to happen in them.</summary>
internal static class Scripts
{
    private static readonly TimeSpan GreetingLength = TimeSpan.FromSeconds(0.6);

    /// <summary>All answers of one length.</summary>
    public static AgentScript Of(TimeSpan answer) => new(
        new AgentReply { Text = "Hello there.", Audio = ReplyAudio.Tone(700, GreetingLength) },
        [
            new() { Text = "The code word is lighthouse.", Audio = ReplyAudio.Tone(800, answer) },
            new() { Text = "This is the second answer.", Audio = ReplyAudio.Tone(900, answer) },
            new() { Text = "This is the third answer.", Audio = ReplyAudio.Tone(1_000, answer) },
        ]);
}
