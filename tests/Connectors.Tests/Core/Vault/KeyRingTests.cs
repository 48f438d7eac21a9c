using System.Security.Cryptography;
using Connectors.Core.Vault;

namespace Connectors.Tests.Core.Vault;

public sealed class KeyRingTests
{
    private static readonly string Value = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private static readonly string Good = $"kek k1 {Value}\nmac m1 {Value}\n";

    [Fact]
    public void Parse_SeveralOfAPurpose_TheLastIsCurrentAndAllAreFound()
    {
        var ring = KeyRing.Parse($"# old\n\n  kek k0 {Value} # of last year\r\n{Good}kek\tk2\t{Value}", "ring");

        Assert.Equal("k2", ring.Current(KeyRing.KeyEncryption).Id);
        Assert.Equal(32, ring.Find(KeyRing.KeyEncryption, "k0")?.Value.Length);
        Assert.Equal("m1", ring.Current(KeyRing.Mac).Id);
        Assert.Null(ring.Find(KeyRing.Mac, "k0"));
    }

    [Theory]
    [InlineData("hmac h1 VALUE", "the purpose is none of kek, mac")]
    [InlineData("VALUE", "the purpose is none of kek, mac")]
    [InlineData("kek VALUE", "it is not a purpose, an id and a value")]
    [InlineData("kek k9 VALUE VALUE", "it is not a purpose, an id and a value")]
    [InlineData("kek k/9 VALUE", "the id has other characters")]
    [InlineData("kek k1 VALUE", "the id is taken by a line before")]
    [InlineData("kek k9 VALUE=", "the value is not 32 bytes in base64")]
    [InlineData("kek k9 VALUEAAAA", "the value is not 32 bytes in base64")]
    [InlineData("kek k9 c2VjcmV0", "the value is not 32 bytes in base64")]
    public void Parse_AWrongLine_NamesItAndTheFaultAndNoValue(string line, string fault)
    {
        var text = $"{Good}\n{line.Replace("VALUE", Value, StringComparison.Ordinal)}\n";

        var wrong = Assert.Throws<InvalidDataException>(() => KeyRing.Parse(text, "the-ring"));

        Assert.StartsWith($"Key ring the-ring, line 4: {fault}", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Value, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_AnIdTooLong_IsRefused() => Assert.Contains(
        "more than 64",
        Assert.Throws<InvalidDataException>(() => KeyRing.Parse($"kek {new string('k', 65)} {Value}", "ring")).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("", "purpose kek")]
    [InlineData("kek", "purpose mac")]
    [InlineData("mac", "purpose kek")]
    public void Parse_APurposeWithoutALine_IsRefused(string present, string missing)
    {
        var lines = Good.Split('\n').Where(line => present.Length > 0 && line.StartsWith(present, StringComparison.Ordinal));
        var text = string.Join('\n', lines);

        Assert.Contains(missing, Assert.Throws<InvalidDataException>(() => KeyRing.Parse(text, "ring")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NewLine_IsDifferentEachTimeAndCanBeRead()
    {
        var ring = KeyRing.Parse(Good + KeyRing.NewLine(KeyRing.KeyEncryption, "a") + KeyRing.NewLine(KeyRing.KeyEncryption, "b"), "ring");

        Assert.NotEqual(
            ring.Find(KeyRing.KeyEncryption, "a")!.Value.ToArray(), ring.Find(KeyRing.KeyEncryption, "b")!.Value.ToArray());
    }

    [Fact]
    public void TextForm_OfAKey_IsItsId() => Assert.Equal("k1", KeyRing.Parse(Good, "ring").Current(KeyRing.KeyEncryption).ToString());
}
