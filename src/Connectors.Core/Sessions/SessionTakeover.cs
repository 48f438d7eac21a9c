using Connectors.Core.Bridging;

namespace Connectors.Core.Sessions;

/// <summary>A session that another process began.</summary>
/// <param name="Found">Its record as that process left it.</param>
/// <param name="Recall">What was said and told in it.</param>
internal sealed record SessionTakeover(SessionRecord Found, SessionRecall Recall)
{
    /// <summary>What the first bridge has to know.</summary>
    public BridgeResumption Resumption(DateTimeOffset now)
    {
        // The first turn of all is the greeting, which has rules of its own.
        var turns = Math.Max(Recall.Turns, Found.Progress is null ? 0 : 1);
        return new(now - (Found.LiveAt ?? Found.CreatedAt), turns, Found.Progress);
    }

    public override string ToString() => Found.Id;
}
