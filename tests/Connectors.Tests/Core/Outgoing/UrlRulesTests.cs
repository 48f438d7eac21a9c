using Connectors.Core.Outgoing;

namespace Connectors.Tests.Core.Outgoing;

public sealed class UrlRulesTests
{
    private static readonly UrlRules Rules = new(AddressPolicy.PublicOnly, allowInsecure: false);

    [Theory]
    [InlineData("https://example.com")]
    [InlineData("https://example.com/hooks?id=1&b=@x:y")]
    [InlineData("https://example.com:8443/")]
    [InlineData("HTTPS://Example.COM/")]
    [InlineData("https://xn--bcher-kva.example/")]
    [InlineData("https://my_host.example/")]
    [InlineData("https://8.8.8.8/")]
    [InlineData("https://[2606:4700::1111]/")]
    public void Url_ThatIsPublicAndSecure_MayBeUsed(string text)
    {
        Assert.True(Rules.TryRead(text, UrlKind.Http, out var url, out var refusal), refusal);
        Assert.Equal(text, url.OriginalString);
    }

    [Theory]
    [InlineData(null, "missing")]
    [InlineData("", "missing")]
    [InlineData("example.com", "must begin with https://")]
    [InlineData("http://example.com", "must begin with https://")]
    [InlineData("wss://example.com", "must begin with https://")]
    [InlineData("file:///etc/passwd", "must begin with https://")]
    [InlineData("gopher://example.com", "must begin with https://")]
    [InlineData("https:example.com", "must begin with https://")]
    [InlineData("https:/example.com", "must begin with https://")]
    [InlineData("https://", "no valid host")]
    [InlineData("https:///path", "no valid host")]
    [InlineData("https://?x", "no valid host")]
    [InlineData("https://user@example.com", "user name")]
    [InlineData("https://user:word@example.com", "user name")]
    [InlineData("https://example.com@10.0.0.1", "user name")]
    [InlineData("https://@example.com", "user name")]
    [InlineData("https://example.com/#x", "fragment")]
    [InlineData("https://example.com#@10.0.0.1/", "fragment")]
    [InlineData("https://exa mple.com", "ASCII")]
    [InlineData(" https://example.com", "ASCII")]
    [InlineData("https://example.com\\@10.0.0.1", "ASCII")]
    [InlineData("https://bücher.example", "xn--")]
    [InlineData("https://１２７.0.0.1", "xn--")]
    [InlineData("https://example。com", "xn--")]
    [InlineData("https://example.com\r\nHost: x", "ASCII")]
    [InlineData("https://example.com.", "end with a dot")]
    [InlineData("https://127.0.0.1.", "end with a dot")]
    [InlineData("https://a..b", "valid")]
    [InlineData("https://-a.example", "valid")]
    [InlineData("https://a%2eb.example", "valid")]
    [InlineData("https://127.0.0.1", "the loopback range")]
    [InlineData("https://10.1.2.3:8443/x", "a private range")]
    [InlineData("https://169.254.169.254/latest/meta-data", "a cloud's own services")]
    [InlineData("https://[::1]/", "the loopback range")]
    [InlineData("https://[::ffff:127.0.0.1]/", "the loopback range")]
    [InlineData("https://[::ffff:7f00:1]/", "the loopback range")]
    [InlineData("https://[fe80::1%25eth0]/", "spelling")]
    [InlineData("https://[fd00:ec2::254]/", "a cloud's own services")]
    [InlineData("https://[64:ff9b::a00:1]/", "a range for translated addresses")]
    [InlineData("https://[::1", "valid host")]
    [InlineData("https://2130706433", "spelling")]
    [InlineData("https://0x7f000001", "spelling")]
    [InlineData("https://0x7f.1", "spelling")]
    [InlineData("https://0177.0.0.1", "spelling")]
    [InlineData("https://127.1", "spelling")]
    [InlineData("https://127.0.0.01", "spelling")]
    [InlineData("https://example.1", "spelling")]
    [InlineData("https://0", "spelling")]
    [InlineData("https://256.0.0.1", "spelling")]
    [InlineData("https://localhost", "the loopback range")]
    [InlineData("https://LOCALHOST:8443", "the loopback range")]
    [InlineData("https://a.localhost", "the loopback range")]
    [InlineData("https://example.com:22", "port")]
    [InlineData("https://example.com:80", "port")]
    [InlineData("https://example.com:0", "port")]
    [InlineData("https://example.com:65536", "valid host")]
    [InlineData("https://example.com:", "may be used")]
    public void Url_ThatIsNot_IsRefusedInOneSentence(string? text, string says)
    {
        // A port left empty is the usual one (RFC 3986 §3.2.3).
        var isGood = Rules.TryRead(text, UrlKind.Http, out var url, out var refusal);

        Assert.Equal(says == "may be used", isGood);
        Assert.Equal(isGood, url is not null);
        Assert.Contains(says, refusal ?? "may be used", StringComparison.Ordinal);
        Assert.EndsWith(isGood ? string.Empty : ".", refusal ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public void Url_LongerThanAllowed_IsRefused()
    {
        var longest = "https://example.com/".PadRight(UrlRules.LongestUrl, 'x');

        Assert.True(Rules.TryRead(longest, UrlKind.Http, out _, out _));
        Assert.False(Rules.TryRead(longest + "x", UrlKind.Http, out _, out var refusal));
        Assert.Contains("2,048", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Url_OfASocket_MustBeOne()
    {
        Assert.True(Rules.TryRead("wss://example.com/ws", UrlKind.Socket, out _, out _));
        Assert.False(Rules.TryRead("ws://example.com/ws", UrlKind.Socket, out _, out var refusal));
        Assert.Equal("The URL must begin with wss://.", refusal);
        Assert.False(Rules.TryRead("https://example.com/ws", UrlKind.Socket, out _, out _));
    }

    [Fact]
    public void Url_WhereTheOperatorAllowsMore_MayBePlainAndLocal()
    {
        var rules = new UrlRules(new(AddressPolicy.Parse(["127.0.0.0/8"], Assert.Fail)), allowInsecure: true);

        Assert.True(rules.TryRead("http://127.0.0.1:8080/", UrlKind.Http, out _, out _));
        Assert.True(rules.TryRead("http://localhost/", UrlKind.Http, out _, out _));
        Assert.True(rules.TryRead("ws://localhost:7880/", UrlKind.Socket, out _, out _));
        Assert.False(rules.TryRead("http://10.0.0.1/", UrlKind.Http, out _, out _));
        Assert.False(rules.TryRead("http://127.0.0.1:25/", UrlKind.Http, out _, out _));
        Assert.False(rules.TryRead("http://0x7f.1/", UrlKind.Http, out _, out _));
    }
}
