namespace Connectors.LiveKit.Tokens;

/// <summary>What else an access token can say about its participant.</summary>
public sealed record LiveKitParticipantDetails
{
    /// <summary>Name shown to others; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>LiveKit's kind of participant: <c>standard</c>, <c>agent</c> and others; null for <c>standard</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>Metadata everyone in the room can read; null for none.</summary>
    public string? Metadata { get; init; }

    /// <summary>Attributes everyone in the room can read.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>The kind only: the rest is personal data.</summary>
    public override string ToString() => Kind ?? "standard";
}
