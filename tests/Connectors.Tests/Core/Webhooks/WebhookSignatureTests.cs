using System.Text;
using Connectors.Core.Webhooks;

namespace Connectors.Tests.Core.Webhooks;

public sealed class WebhookSignatureTests
{
    // From the test of the reference libraries (standard-webhooks/standard-webhooks).
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1614265330);

    [Fact]
    public void Signature_OfTheReferenceLibrariesMessage_IsTheirs() => Assert.Equal(Signature, Sign(new Secret(Secret)));

    [Fact]
    public void Signature_WithTheSecretsBareForm_IsTheSame() => Assert.Equal(Signature, Sign(new Secret(Secret["whsec_".Length..])));

    [Fact]
    public void Signature_BySeveralSecrets_HasOneEachInTheirOrder()
    {
        var other = WebhookSignature.NewSecret();

        var signatures = Sign(other, new Secret(Secret)).Split(' ');

        Assert.Equal(2, signatures.Length);
        Assert.StartsWith("v1,", signatures[0], StringComparison.Ordinal);
        Assert.NotEqual(Signature, signatures[0]);
        Assert.Equal(Signature, signatures[1]);
    }

    [Fact]
    public void Signature_OfAnotherSecond_IsAnother() =>
        Assert.NotEqual(Signature, WebhookSignature.Sign([new Secret(Secret)], "msg_p5jXN8AQM9LWM0D4loKWxJek", At.AddSeconds(1), Body));

    [Fact]
    public void NewSecret_HasPrefixAnd256RandomBits()
    {
        var secret = WebhookSignature.NewSecret().Reveal();

        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
        Assert.Equal(32, Convert.FromBase64String(secret["whsec_".Length..]).Length);
        Assert.NotEqual(secret, WebhookSignature.NewSecret().Reveal());
    }

    private static byte[] Body => Encoding.UTF8.GetBytes("""{"test": 2432232314}""");

    private static string Sign(params Secret[] secrets) =>
        WebhookSignature.Sign(secrets, "msg_p5jXN8AQM9LWM0D4loKWxJek", At.AddMilliseconds(999), Body);
}
