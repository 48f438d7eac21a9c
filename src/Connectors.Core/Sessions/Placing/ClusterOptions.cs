using System.Net;

namespace Connectors.Core.Sessions.Placing;

/// <summary>How this node belongs to a cluster.</summary>
public sealed record ClusterOptions
{
    /// <summary>Whether it does. Needs the cluster edition, and storage on Redis. Default: no.</summary>
    public bool Enabled { get; init; }

    /// <summary>The IP address by which the other nodes reach this one. Default: the first one of this machine.</summary>
    public string? AdvertisedAddress { get; init; }

    /// <summary>Port for the other nodes. Default 11111, 1 to 65,535.</summary>
    public int SiloPort { get; init; } = 11_111;

    /// <summary>Port for clients of the cluster that are no nodes; 0: none, for the service has none. Default 0, 0 to 65,535.</summary>
    public int GatewayPort { get; init; }

    /// <summary>Nodes of one cluster name the same. 1 to 50 letters, digits, '-', '_' or '.'. Default <c>connectors</c>.</summary>
    public string ClusterId { get; init; } = "connectors";

    /// <summary>
    /// The same over all deployments of the service. 1 to 50 letters, digits, '-', '_' or '.'. Default <c>connectors</c>.
    /// </summary>
    public string ServiceId { get; init; } = "connectors";

    /// <summary>Everything that is wrong; empty if nothing is.</summary>
    /// <param name="name">What the options are called in the configuration.</param>
    public IReadOnlyList<string> Errors(string name)
    {
        List<string> errors = [];
        void Require(bool holds, string member, string rule)
        {
            if (!holds)
            {
                errors.Add($"{name}:{member} must be {rule}.");
            }
        }

        Require(AdvertisedAddress is null || IPAddress.TryParse(AdvertisedAddress, out _), nameof(AdvertisedAddress), "an IP address");
        Require(SiloPort is >= 1 and <= 65_535, nameof(SiloPort), "1 to 65,535");
        Require(GatewayPort is >= 0 and <= 65_535, nameof(GatewayPort), "0 to 65,535");
        Require(IsName(ClusterId), nameof(ClusterId), "1 to 50 letters, digits, '-', '_' or '.'");
        Require(IsName(ServiceId), nameof(ServiceId), "1 to 50 letters, digits, '-', '_' or '.'");
        return errors;
    }

    private static bool IsName(string text) =>
        text is { Length: >= 1 and <= 50 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
