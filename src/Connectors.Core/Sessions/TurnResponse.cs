namespace Connectors.Core.Sessions;

/// <summary>How long the user waited for an answer.</summary>
/// <param name="Turn">Turn of the session.</param>
/// <param name="After">From the user's last voiced sample until the avatar said that it speaks.</param>
public sealed record TurnResponse(long Turn, TimeSpan After)
{
    /// <summary>So many are remembered of a session.</summary>
    public const int Most = 30;

    /// <summary>The response of a turn, or null: nobody had asked, or nothing was heard.</summary>
    /// <param name="figures">The turn's figures.</param>
    public static TurnResponse? Of(TurnFigures figures) =>
        figures.UserEndToAvatarSpeaking is { } after ? new(figures.Turn, after) : null;
}
