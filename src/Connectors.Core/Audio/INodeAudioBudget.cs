namespace Connectors.Core.Audio;

/// <summary>What all sessions of a node together may keep in their playout buffers. Thread-safe.</summary>
internal interface INodeAudioBudget
{
    /// <summary>Takes a share, if there is that much left.</summary>
    /// <param name="bytes">More than 0.</param>
    bool TryTake(int bytes);

    /// <summary>Gives a share back.</summary>
    /// <param name="bytes">What was taken.</param>
    void Return(int bytes);
}
