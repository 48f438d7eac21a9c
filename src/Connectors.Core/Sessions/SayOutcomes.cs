namespace Connectors.Core.Sessions;

/// <summary>What becomes of something that is said in a session without an agent; kebab-case, stable.</summary>
public static class SayOutcomes
{
    /// <summary>Heard to its end.</summary>
    public const string Finished = "finished";

    /// <summary>Silenced.</summary>
    public const string Interrupted = "interrupted";

    /// <summary>Something else was said in its place.</summary>
    public const string Replaced = "replaced";

    /// <summary>Something else is still coming in: to be tried again.</summary>
    public const string Busy = "say-busy";

    /// <summary>As much waits as may: to be tried again.</summary>
    public const string Full = "say-full";

    /// <summary>Nothing came for too long.</summary>
    public const string Stalled = "upload-stalled";

    /// <summary>Nobody knows it any more.</summary>
    public const string Lost = "say-lost";

    /// <summary>It is longer than it may be.</summary>
    public const string TooLong = "say-too-long";

    /// <summary>Whether the same is worth another try in a moment.</summary>
    /// <param name="reason">Reason of an outcome, or null.</param>
    internal static bool IsToBeRepeated(string? reason) => reason is Busy or Full;
}
