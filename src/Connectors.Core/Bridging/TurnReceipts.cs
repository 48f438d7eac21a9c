namespace Connectors.Core.Bridging;

/// <summary>
/// How much audio of the last turns was received, and when there was enough of one to be spoken. Written by the agent
/// connection's reader, read by the loop; allocates nothing.
/// </summary>
internal sealed class TurnReceipts
{
    private const int Kept = 64;

    private readonly Lock _lock = new();
    private readonly (long Turn, TimeSpan Received)[] _turns = new (long, TimeSpan)[Kept];
    private int _newest;

    /// <summary>Adds audio of a turn.</summary>
    /// <returns>Audio of the turn so far.</returns>
    public TimeSpan Add(long turn, TimeSpan audio)
    {
        lock (_lock)
        {
            if (_turns[_newest].Turn != turn)
            {
                _newest = (_newest + 1) % Kept;
                _turns[_newest] = (turn, TimeSpan.Zero);
            }

            _turns[_newest].Received += audio;
            return _turns[_newest].Received;
        }
    }

    /// <summary>Audio of a turn so far; zero for one that had none, or is long over.</summary>
    public TimeSpan Received(long turn)
    {
        lock (_lock)
        {
            return Array.Find(_turns, kept => kept.Turn == turn).Received;
        }
    }
}
