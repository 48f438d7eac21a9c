namespace Connectors.Core.Sessions.Fencing;

/// <summary>How things stand with a session.</summary>
/// <param name="Holder">Who has it, or had it last.</param>
/// <param name="Epoch">The epoch of that hold.</param>
/// <param name="Left">What is left of its lease; zero: it may be taken.</param>
public sealed record FenceState(string Holder, long Epoch, TimeSpan Left)
{
    /// <summary>Whether its lease runs: nobody else may take it.</summary>
    public bool IsHeld => Left > TimeSpan.Zero;
}
