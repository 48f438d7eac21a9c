using Microsoft.Extensions.Logging;

namespace Connectors.Integration.Tests.Sessions;

/// <summary>That the search for secrets finds what it is there for.</summary>
public sealed class SecretSearchTests
{
    private const string Secret = "key/with+signs? & ümlaut";

    private static readonly SecretSearch Search = new([Secret, "another-secret-7f"]);

    [Theory]
    [InlineData("a key/with+signs? & ümlaut b")]
    [InlineData("a KEY/WITH+SIGNS? & ÜMLAUT b")]
    [InlineData("?token=key%2Fwith%2Bsigns%3F%20%26%20%C3%BCmlaut&x=1")]
    [InlineData("{\"token\":\"key/with\\u002Bsigns? \\u0026 \\u00FCmlaut\"}")]
    [InlineData("6B65792F776974682B7369676E733F202620C3BC6D6C617574")]
    public void Secret_InAnyForm_IsFound(string line) => Assert.Equal([Secret], Search.In(line));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("xy")]
    [InlineData("user:")]
    public void Secret_InBase64OfALongerText_IsFound(string before)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes($"{before}{Secret}:after");
        Assert.Equal([Secret], Search.In($"Basic {Convert.ToBase64String(bytes)}"));
        Assert.Equal([Secret], Search.In(Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_')));
    }

    [Fact]
    public void Line_WithoutASecret_IsNot() => Assert.Empty(Search.In("key with signs and another secret"));

    [Fact]
    public void Capture_OfALineWithASecretAnywhere_Fails()
    {
#pragma warning disable CA1873 // Not logging, but a slip to be found.
        Action<ILogger>[] slips =
        [
            logger => logger.Log(LogLevel.Trace, 0, $"text {Secret}", null, (state, _) => state),
            logger => logger.Log(LogLevel.Trace, 0, new Dictionary<string, object?> { ["field"] = Secret }, null, (_, _) => "text"),
            logger => logger.Log(LogLevel.Error, 0, "text", new IOException("outer", new IOException(Secret)), (state, _) => state),
            logger =>
            {
                using var scope = logger.BeginScope(Secret);
                logger.Log(LogLevel.Trace, 0, "text", null, (state, _) => state);
            },
        ];
#pragma warning restore CA1873
        foreach (var slip in slips)
        {
            using var capture = new LogCapture();
            slip(capture.CreateLogger("category"));
            Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => capture.AssertHides([Secret]));
            capture.AssertHides(["another-secret-7f"]);
        }
    }
}
