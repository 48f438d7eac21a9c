using System.Globalization;
using Connectors.Core.Sessions;

namespace Connectors.Sandbox.Demo;

/// <summary>Prints what happens, as it happens.</summary>
/// <param name="time">The clock.</param>
/// <param name="output">Where to.</param>
internal sealed class DemoTimeline(TimeProvider time, TextWriter output)
{
    private readonly DateTimeOffset _start = time.GetUtcNow();

    public void Say(string what) => Say(time.GetUtcNow(), what);

    public void Say(SessionEventEntry entry)
    {
        if (Describe(entry.Event) is { } what)
        {
            Say(entry.At, what);
        }
    }

    private static string? Describe(SessionEvent e) => e switch
    {
        SessionEvent.StateChanged changed => $"session   {changed.State}",
        SessionEvent.StageDone done => Line($"start     {done.Stage} ({done.Elapsed.TotalMilliseconds:0} ms)"),
        SessionEvent.UserJoined => "user      in the room",
        SessionEvent.UserLeft => "user      left",
        SessionEvent.UserSpeechStarted => "user      speaks",
        SessionEvent.UserSpeechEnded => "user      has spoken",
        SessionEvent.UserSaid { IsFinal: true } said => $"user      \"{said.Text}\"",
        SessionEvent.AgentSaid { Kind: AgentTextKind.Full } said => $"agent     \"{said.Text}\"",
        SessionEvent.AgentSaid { Kind: AgentTextKind.Correction } said => $"agent     was heard to say \"{said.Text}\"",
        SessionEvent.AvatarSpeechStarted started => $"avatar    speaks turn {started.Turn}",
        SessionEvent.TurnEnded { Figures: var turn } => Describe(turn),
        SessionEvent.Interrupted cut => Line($"user      interrupted; avatar told in {cut.SignalToInterrupt.TotalMilliseconds:0.00} ms"),
        SessionEvent.ToolCalled called => $"agent     calls {called.Name}",
        SessionEvent.ToolAnswered answered => $"tool      {answered.Reason}",
        SessionEvent.Reconnecting lost => $"session   lost its {lost.Part}",
        SessionEvent.Reconnected back => $"session   has its {back.Part} back",
        SessionEvent.AudioDropped dropped => Line($"warning   {dropped.Lost.TotalMilliseconds:0} ms of audio dropped at {dropped.Where}"),
        SessionEvent.Warning warning => $"warning   {warning.Code}: {warning.Message}",
        SessionEvent.Ended { End: var end } => $"session   ended: {end.Result} by {end.EndedBy}, {end.Reason}",
        _ => null,
    };

    private static string Describe(TurnFigures turn)
    {
        var how = turn.WasInterrupted ? "cut" : "over";
        return Line($"avatar    turn {turn.Turn} {how} after {turn.Heard.TotalSeconds:0.0} of {turn.Received.TotalSeconds:0.0} s");
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Say(DateTimeOffset at, string what) =>
        output.WriteLine(Line($"{(at - _start).TotalSeconds,8:0.000} s  {what}"));
}
