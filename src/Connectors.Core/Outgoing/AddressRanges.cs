using System.Net;
using System.Net.Sockets;

namespace Connectors.Core.Outgoing;

/// <summary>
/// The ranges that aren't the public network's, from IANA's special-purpose address registries (RFC 6890 and its updates),
/// each in words for a sentence.
/// </summary>
internal static class AddressRanges
{
    private const string Private = "a private range";
    private const string Loopback = "the loopback range";
    private const string LinkLocal = "the link-local range";
    private const string Multicast = "the multicast range";
    private const string Reserved = "a reserved range";
    private const string Documentation = "a range for documentation";
    private const string Translation = "a range for translated addresses";

    private static readonly (IPNetwork Range, string Name)[] Special =
    [
        (IPNetwork.Parse("0.0.0.0/8"), Reserved),
        (IPNetwork.Parse("10.0.0.0/8"), Private),
        (IPNetwork.Parse("100.64.0.0/10"), "the range shared by carriers"),
        (IPNetwork.Parse("127.0.0.0/8"), Loopback),
        (IPNetwork.Parse("169.254.0.0/16"), LinkLocal),
        (IPNetwork.Parse("172.16.0.0/12"), Private),
        (IPNetwork.Parse("192.0.0.0/24"), Reserved),
        (IPNetwork.Parse("192.0.2.0/24"), Documentation),
        (IPNetwork.Parse("192.88.99.0/24"), Translation),
        (IPNetwork.Parse("192.168.0.0/16"), Private),
        (IPNetwork.Parse("198.18.0.0/15"), "a range for measurements"),
        (IPNetwork.Parse("198.51.100.0/24"), Documentation),
        (IPNetwork.Parse("203.0.113.0/24"), Documentation),
        (IPNetwork.Parse("224.0.0.0/4"), Multicast),
        (IPNetwork.Parse("240.0.0.0/4"), Reserved),
        (IPNetwork.Parse("::1/128"), Loopback),
        (IPNetwork.Parse("::/128"), Reserved),
        (IPNetwork.Parse("64:ff9b::/96"), Translation),
        (IPNetwork.Parse("64:ff9b:1::/48"), Translation),
        (IPNetwork.Parse("2001::/32"), Translation),
        (IPNetwork.Parse("2001::/23"), Reserved),
        (IPNetwork.Parse("2001:db8::/32"), Documentation),
        (IPNetwork.Parse("2002::/16"), Translation),
        (IPNetwork.Parse("3fff::/20"), Documentation),
        (IPNetwork.Parse("fc00::/7"), Private),
        (IPNetwork.Parse("fe80::/10"), LinkLocal),
        (IPNetwork.Parse("fec0::/10"), Private),
        (IPNetwork.Parse("ff00::/8"), Multicast),
    ];

    // All that is handed out for use in public; what is outside has a name above or none yet.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    // Of AWS, Azure, Google, DigitalOcean and others; AWS over IPv6; Google over IPv6; Alibaba; Oracle; Azure's wire server.
    private static readonly IPAddress[] Metadata =
    [
        IPAddress.Parse("169.254.169.254"), IPAddress.Parse("169.254.170.2"), IPAddress.Parse("169.254.170.23"),
        IPAddress.Parse("fd00:ec2::254"), IPAddress.Parse("fd00:ec2::23"), IPAddress.Parse("fd20:ce::254"),
        IPAddress.Parse("100.100.100.200"), IPAddress.Parse("192.0.0.192"), IPAddress.Parse("168.63.129.16"),
    ];

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>Whether a cloud tells its machines their secrets here.</summary>
    public static bool IsMetadata(IPAddress address) => Metadata.Contains(address);

    /// <summary>The range in words, or null for a public address.</summary>
    public static string? NameOf(IPAddress address)
    {
        foreach (var (range, name) in Special)
        {
            if (range.Contains(address))
            {
                return name;
            }
        }

        return address.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(address) ? null : Reserved;
    }

    /// <summary>The IPv4 address that a translated one leads to, or null.</summary>
    public static IPAddress? Embedded(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return null;
        }

        var bytes = address.GetAddressBytes();
        return Nat64.Contains(address) ? new(bytes.AsSpan(12, 4)) : SixToFour.Contains(address) ? new(bytes.AsSpan(2, 4)) : null;
    }
}
