using System.Net;
using Connectors.Core.Outgoing;

namespace Connectors.Tests.Core.Outgoing;

public sealed class AddressPolicyTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("10.0.0.1")]
    [InlineData("10.255.255.255")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.1")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.255.255")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.7")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("100.100.100.200")]
    [InlineData("168.63.129.16")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::7f00:1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::ffff:0:127.0.0.1")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:2::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2002:808:808::")]
    [InlineData("3fff::1")]
    [InlineData("5f00::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fdff::1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%3")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void Policy_WithoutRanges_RefusesWhatIsNotPublic(string address) =>
        Assert.NotNull(AddressPolicy.PublicOnly.RefusedRange(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("126.255.255.255")]
    [InlineData("128.0.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.0.1.0")]
    [InlineData("192.167.255.255")]
    [InlineData("192.169.0.0")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2001:200::1")]
    [InlineData("2606:4700::1111")]
    [InlineData("2a00:1450::1")]
    public void Policy_WithoutRanges_AllowsPublicAddresses(string address) =>
        Assert.Null(AddressPolicy.PublicOnly.RefusedRange(IPAddress.Parse(address)));

    [Fact]
    public void Policy_WithRanges_AllowsThoseAndNothingElse()
    {
        var policy = Policy("10.1.0.0/16", "fd12::/48", "127.0.0.1");

        Assert.Null(policy.RefusedRange(IPAddress.Parse("10.1.255.1")));
        Assert.Null(policy.RefusedRange(IPAddress.Parse("::ffff:10.1.0.1")));
        Assert.Null(policy.RefusedRange(IPAddress.Parse("fd12::1")));
        Assert.Null(policy.RefusedRange(IPAddress.Loopback));
        Assert.Equal("a private range", policy.RefusedRange(IPAddress.Parse("10.2.0.1")));
        Assert.Equal("a private range", policy.RefusedRange(IPAddress.Parse("fd12:0:1::1")));
        Assert.Equal("the loopback range", policy.RefusedRange(IPAddress.Parse("127.0.0.2")));
        Assert.Equal("the loopback range", policy.RefusedRange(IPAddress.IPv6Loopback));
    }

    [Theory]
    [InlineData("169.254.169.254", "169.254.0.0/16")]
    [InlineData("169.254.169.254", "0.0.0.0/0")]
    [InlineData("fd00:ec2::254", "fc00::/7")]
    [InlineData("100.100.100.200", "100.64.0.0/10")]
    public void Policy_MetadataAddressInAnAllowedRange_IsRefusedUnlessNamedAlone(string address, string range)
    {
        Assert.NotNull(Policy(range).RefusedRange(IPAddress.Parse(address)));
        Assert.Null(Policy(range, address).RefusedRange(IPAddress.Parse(address)));
    }

    [Fact]
    public void Policy_AllowedTranslationRange_JudgesTheAddressInside()
    {
        var policy = Policy("64:ff9b::/96", "2002::/16");

        Assert.Null(policy.RefusedRange(IPAddress.Parse("64:ff9b::8.8.8.8")));
        Assert.Null(policy.RefusedRange(IPAddress.Parse("2002:808:808::1")));
        Assert.Equal("a private range", policy.RefusedRange(IPAddress.Parse("64:ff9b::10.0.0.1")));
        Assert.Equal("the loopback range", policy.RefusedRange(IPAddress.Parse("2002:7f00:1::1")));
        Assert.NotNull(policy.RefusedRange(IPAddress.Parse("64:ff9b::169.254.169.254")));
    }

    [Theory]
    [InlineData("10.1.0.0/33")]
    [InlineData("10.1.0.1/16")]
    [InlineData("private")]
    [InlineData("")]
    [InlineData("::ffff:10.0.0.0/104")]
    public void Ranges_ThatAreNone_AreTold(string range)
    {
        List<string> errors = [];

        Assert.Single(AddressPolicy.Parse(["10.0.0.0/8", range], errors.Add));
        Assert.Contains($"'{range}'", Assert.Single(errors), StringComparison.Ordinal);
    }

    private static AddressPolicy Policy(params string[] ranges) => new(AddressPolicy.Parse(ranges, Assert.Fail));
}
