using System.Net;
using Connectors.Core.Outgoing;

namespace Connectors.Server.Hosting;

/// <summary>Where this server may connect to for tenants; read from the configuration section <c>Connectors:Outgoing</c>.</summary>
public sealed class OutgoingOptions
{
    private const string Section = "Connectors:Outgoing";

    /// <summary>
    /// Ranges allowed beside public addresses, in CIDR form, such as <c>10.1.0.0/16</c>. Default: none. A cloud's metadata
    /// address is allowed by naming it alone, never by a range around it.
    /// </summary>
    public IReadOnlyList<string> AllowedRanges { get; init; } = [];

    /// <summary>
    /// Hosts on which rooms may be: <c>rooms.example.com</c>, <c>*.example.com</c>, or <c>*</c> for any. Default, where none is
    /// given: <c>*.livekit.cloud</c>, where LiveAvatar's rooms are.
    /// </summary>
    public IReadOnlyList<string> AllowedRoomHosts { get; init; } = [];

    /// <summary>Whether tenants may register <c>http</c> and <c>ws</c> addresses too. Default: only <c>https</c> and <c>wss</c>.</summary>
    public bool AllowInsecure { get; init; }

    /// <summary>Everything that is wrong; empty if nothing is.</summary>
    public IReadOnlyList<string> Errors()
    {
        List<string> errors = [];
        Ranges(error => errors.Add($"{Section}:AllowedRanges: {error}"));
        errors.AddRange(AllowedRoomHosts.Where(static host => !RoomHostRules.IsValid(host)).Select(static host =>
            $"{Section}:AllowedRoomHosts: '{host}' is not a host such as rooms.example.com, *.example.com or *."));
        return errors;
    }

    /// <summary>Which addresses are allowed.</summary>
    public AddressPolicy Addresses() => new(Ranges(static _ => { }));

    /// <summary>How URLs of tenants are judged.</summary>
    public UrlRules Urls() => new(Addresses(), AllowInsecure);

    /// <summary>Where rooms may be.</summary>
    public RoomHostRules RoomHosts() => AllowedRoomHosts.Count == 0 ? RoomHostRules.Preset : new(AllowedRoomHosts);

    private IReadOnlyList<IPNetwork> Ranges(Action<string> errors) => AddressPolicy.Parse(AllowedRanges, errors);
}
