namespace Connectors.Core.Outgoing;

/// <summary>
/// Which hosts rooms may be on. LiveKit's native library resolves and connects by itself, past <see cref="OutgoingGuard"/>, so
/// it may only be given hosts that the operator listed.
/// </summary>
/// <param name="hosts">Hosts (<c>rooms.example.com</c>), all names below one (<c>*.livekit.cloud</c>), or <c>*</c> for any.</param>
public sealed class RoomHostRules(IReadOnlyList<string> hosts)
{
    /// <summary>LiveKit's own cloud, where LiveAvatar's rooms are.</summary>
    public const string LiveKitCloud = "*.livekit.cloud";

    /// <summary>LiveKit's own cloud only.</summary>
    public static RoomHostRules Preset { get; } = new([LiveKitCloud]);

    /// <summary>Whether an entry is one that can match.</summary>
    /// <param name="entry">A host, or a pattern.</param>
    public static bool IsValid(string entry)
    {
        var host = entry.StartsWith("*.", StringComparison.Ordinal) ? entry[2..] : entry;
        return entry == "*" || (Uri.CheckHostName(host) is not UriHostNameType.Unknown && !host.EndsWith('.'));
    }

    /// <summary>Null if a room may be there; otherwise what is wrong, in one sentence.</summary>
    /// <param name="url">The room server's address.</param>
    public string? Refusal(Uri url)
    {
        // The library reads addresses by other rules than we do: what the two might read differently is none.
        if (url.UserInfo.Length > 0 || url.OriginalString.Contains('\\', StringComparison.Ordinal))
        {
            return "The room's address must not hold a user name or a backslash.";
        }

        // As DNS has it: a dot at the end is the same name.
        var host = url.IdnHost.TrimEnd('.');
        return hosts.Any(entry => Matches(entry, host))
            ? null
            : $"Rooms on the host '{host}' are not allowed by this server's operator (setting Connectors:Outgoing:AllowedRoomHosts).";
    }

    private static bool Matches(string entry, string host) => entry == "*"
        || (entry.StartsWith("*.", StringComparison.Ordinal)
            ? host.Length > entry.Length - 1 && host.EndsWith(entry[1..], StringComparison.OrdinalIgnoreCase)
            : host.Equals(entry.Trim('[', ']'), StringComparison.OrdinalIgnoreCase));
}
