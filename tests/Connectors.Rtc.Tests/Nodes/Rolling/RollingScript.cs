using System.Globalization;
using System.Text.RegularExpressions;
using Connectors.Sandbox.Agents;

namespace Connectors.Rtc.Tests.Nodes.Rolling;

/// <summary>Numbered answers, each of a length of its own: by what was heard one can tell which it was, and that it was whole.</summary>
internal static partial class RollingScript
{
    private const int Answers = 10;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    public static AgentScript Script { get; } = new(
        new AgentReply { Text = Text(0), Audio = ReplyAudio.Tone(700, LengthOf(0)) },
        [
            .. Enumerable.Range(1, Answers).Select(static number => new AgentReply
            {
                Text = Text(number),
                Audio = ReplyAudio.Tone(700 + (20 * number), LengthOf(number)),
            }),
        ]);

    /// <summary>How long a turn sounds whose text is this; zero: it is none of the script.</summary>
    public static TimeSpan LengthOf(string text) => Number().Match(text) is { Success: true } match
        ? LengthOf(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
        : TimeSpan.Zero;

    private static TimeSpan LengthOf(int number) => Shortest + (Step * number);

    private static string Text(int number) => $"This is turn number {number}.";

    [GeneratedRegex(@"^This is turn number (\d+)\.$")]
    private static partial Regex Number();
}
