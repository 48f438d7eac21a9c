namespace Connectors.Core.Sessions.Fencing;

/// <summary>Says whether this process may act for a session: speak to its avatar and its room, write of it.</summary>
internal interface IMandate
{
    /// <summary>How it stands; any thread, before everything that is sent.</summary>
    MandateState State { get; }

    /// <summary>Whether others had the session before, who may come back without knowing that they have it no more.</summary>
    bool HasPredecessor { get; }

    /// <summary>Asks now; false also where nobody can be asked.</summary>
    Task<bool> ConfirmAsync();

    /// <summary>Completes when it isn't doubtful, or not any more.</summary>
    Task SettledAsync();
}
