using Connectors.Rtc.Tests.Support;

namespace Connectors.Rtc.Tests.Nodes.Rolling;

/// <summary>A user with a microphone.</summary>
internal interface IRollingUser : IAsyncDisposable
{
    /// <summary>Says a tone.</summary>
    /// <param name="length">How long.</param>
    void Say(TimeSpan length);

    /// <summary>What was heard of the avatar in the room; null: nobody can hear it there.</summary>
    IReadOnlyList<HeardRun>? Heard();
}
