namespace Connectors.Core.Webhooks;

/// <summary>How a round of sending ended.</summary>
internal enum RoundEnd
{
    /// <summary>Nothing more is due.</summary>
    Done,

    /// <summary>More is due.</summary>
    More,

    /// <summary>More is due, but all places are taken.</summary>
    Full,
}
