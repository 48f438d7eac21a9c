namespace Connectors.Core.Webhooks;

/// <summary>Whether there is a place for an attempt.</summary>
internal enum SlotAnswer
{
    Taken,

    /// <summary>Not for this webhook.</summary>
    Busy,

    /// <summary>For nobody.</summary>
    Full,
}
