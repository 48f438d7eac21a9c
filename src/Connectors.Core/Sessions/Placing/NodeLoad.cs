namespace Connectors.Core.Sessions.Placing;

/// <summary>How full a node is.</summary>
/// <param name="NodeId">Which (<see cref="NodeIdentity"/>).</param>
/// <param name="Sessions">Sessions that it has.</param>
/// <param name="Capacity">Sessions that it may have at once.</param>
/// <param name="IsCordoned">No session is to be sent to it, whatever room it has.</param>
public sealed record NodeLoad(string NodeId, int Sessions, int Capacity, bool IsCordoned)
{
    /// <summary>Sessions that may be sent to it.</summary>
    public int Free => IsCordoned ? 0 : Math.Max(0, Capacity - Sessions);
}
