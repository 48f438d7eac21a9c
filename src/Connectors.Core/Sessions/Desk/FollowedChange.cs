namespace Connectors.Core.Sessions.Desk;

/// <summary>What someone who follows a tenant's sessions is told: a closed family.</summary>
public abstract record FollowedChange
{
    private FollowedChange()
    {
    }

    /// <summary>The name only.</summary>
    public sealed override string ToString() => GetType().Name;

    /// <summary>A session stands so now.</summary>
    /// <param name="Session">How.</param>
    public sealed record Stands(SessionView Session) : FollowedChange;

    /// <summary>All sessions have been told once; from here on there are changes only.</summary>
    /// <param name="Count">How many.</param>
    public sealed record AllTold(int Count) : FollowedChange;
}
