using System.Net;
using System.Net.Sockets;

namespace Connectors.Core.Outgoing;

/// <summary>
/// Decides which addresses this server may connect to on behalf of tenants: public ones, and ranges that the operator allows.
/// A cloud's metadata address is only allowed by naming that very address, never by a range around it.
/// </summary>
/// <param name="allowed">What the operator allows besides; see <see cref="Parse(IEnumerable{string}, Action{string})"/>.</param>
public sealed class AddressPolicy(IReadOnlyList<IPNetwork> allowed)
{
    /// <summary>Public addresses only.</summary>
    public static AddressPolicy PublicOnly { get; } = new([]);

    /// <summary>Reads ranges in CIDR form (<c>10.1.0.0/16</c>, <c>fd12::/48</c>) or as single addresses.</summary>
    /// <param name="ranges">The ranges.</param>
    /// <param name="errors">Told every one that is none.</param>
    public static IReadOnlyList<IPNetwork> Parse(IEnumerable<string> ranges, Action<string> errors)
    {
        List<IPNetwork> parsed = [];
        foreach (var text in ranges)
        {
            if (Parse(text) is not { } range)
            {
                errors($"'{text}' is not a range such as 10.1.0.0/16 or fd12::/48, with no bits set behind its prefix.");
            }
            else if (range.BaseAddress.IsIPv4MappedToIPv6)
            {
                errors($"'{text}' must be written as an IPv4 range.");
            }
            else
            {
                parsed.Add(range);
            }
        }

        return parsed;
    }

    /// <summary>Null if the address may be connected to; otherwise the range it is in, in words for a sentence.</summary>
    /// <param name="address">The address; one that maps an IPv4 address is judged as that.</param>
    public string? RefusedRange(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (AddressRanges.IsMetadata(plain))
        {
            return allowed.Any(range => range.PrefixLength == WidthOf(plain) && range.BaseAddress.Equals(plain))
                ? null
                : "the range of a cloud's own services";
        }

        if (AddressRanges.NameOf(plain) is not { } name)
        {
            return null;
        }

        // A gateway that translates leads wherever the embedded address says.
        return !allowed.Any(range => range.Contains(plain)) ? name
            : AddressRanges.Embedded(plain) is { } embedded ? RefusedRange(embedded)
            : null;
    }

    // .NET takes 10.0.0.1/8 for 10.0.0.0/8; whoever wrote that may have meant much less.
    private static IPNetwork? Parse(string text) =>
        !IPAddress.TryParse(text.Split('/')[0], out var address) ? null
        : !text.Contains('/', StringComparison.Ordinal) ? new(address, WidthOf(address))
        : IPNetwork.TryParse(text, out var range) && range.BaseAddress.Equals(address) ? range
        : null;

    private static int WidthOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
}
