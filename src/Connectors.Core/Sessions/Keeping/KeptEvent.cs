using System.Globalization;

namespace Connectors.Core.Sessions.Keeping;

/// <summary>An event as it is kept.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="SessionId">Of which session.</param>
/// <param name="Entry">The event.</param>
public sealed record KeptEvent(string TenantId, string SessionId, SessionEventEntry Entry)
{
    /// <summary>Id of its record: in the order of places.</summary>
    internal string Id => IdOf(SessionId, Entry.Sequence);

    internal static string IdOf(string sessionId, long sequence) =>
        string.Create(CultureInfo.InvariantCulture, $"{sessionId}/{sequence:D12}");

    /// <summary>Session and place only.</summary>
    public override string ToString() => Id;
}
