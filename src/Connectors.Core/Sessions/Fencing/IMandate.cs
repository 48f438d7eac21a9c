namespace Connectors.Core.Sessions.Fencing;

/// <summary>Says whether this process may act for a session: speak to its avatar and its room, write of it.</summary>
internal interface IMandate
{
    /// <summary>How it stands; any thread, before everything that is sent.</summary>
    MandateState State { get; }

    /// <summary>Completes when it isn't doubtful, or not any more.</summary>
    Task SettledAsync();
}
