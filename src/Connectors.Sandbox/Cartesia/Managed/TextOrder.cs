namespace Connectors.Sandbox.Cartesia.Managed;

/// <summary>When a turn's texts come, as seen from its audio.</summary>
internal enum TextOrder
{
    /// <summary>Word by word, at the pace of speech: behind audio that comes faster.</summary>
    AsSpoken,

    /// <summary>All before the first audio.</summary>
    First,

    /// <summary>All after the last audio, the turn's begin too.</summary>
    Last,
}
