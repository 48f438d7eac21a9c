namespace Connectors.Core.Audio;

/// <summary>A node's budget for buffered audio.</summary>
/// <param name="limit">Bytes, more than 0.</param>
internal sealed class NodeAudioBudget(long limit) : INodeAudioBudget
{
    private long _used;

    /// <summary>Bytes taken now.</summary>
    public long Used => Interlocked.Read(ref _used);

    /// <inheritdoc/>
    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= limit)
        {
            return true;
        }

        Interlocked.Add(ref _used, -bytes);
        return false;
    }

    /// <inheritdoc/>
    public void Return(int bytes) => Interlocked.Add(ref _used, -bytes);
}
