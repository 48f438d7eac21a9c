using System.Net;
using Connectors.Storage;
using Connectors.Storage.Redis;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Tests.Storage.Redis;

public sealed class RedisStorageOptionsTests
{
    [Fact]
    public void Options_AsTheyCome_AreValid() => Assert.Empty(new RedisStorageOptions().Errors());

    [Fact]
    public void Options_WithEverythingWrong_TellsAll()
    {
        var options = new RedisStorageOptions
        {
            Address = "nowhere",
            Password = string.Empty,
            TlsHost = string.Empty,
            Database = 16,
            KeyPrefix = "{a}",
            CallLimit = TimeSpan.FromMinutes(1),
            ConnectLimit = TimeSpan.Zero,
            CallsAtOnce = 9,
            Replicas = 6,
            ReplicaLimit = TimeSpan.FromMinutes(1),
            Checks = (RedisChecks)7,
            PlaceLease = TimeSpan.FromSeconds(4),
            FenceLease = TimeSpan.FromSeconds(0.5),
        };

        string[] members =
        [
            "Address", "Password", "TlsHost", "Database", "KeyPrefix", "CallsAtOnce", "Replicas", "Checks", "CallLimit", "ConnectLimit",
            "ReplicaLimit", "PlaceLease", "FenceLease",
        ];
        Assert.Equal(members.Select(member => $"X:{member}"), options.Errors("X").Select(error => error.Split(' ')[0]));
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddRedisStorage(options, "keys"));
    }

    [Fact]
    public void ReplicaLimit_NotBelowTheCallLimit_IsWrongWithReplicas()
    {
        var options = new RedisStorageOptions { ReplicaLimit = TimeSpan.FromSeconds(3) };

        Assert.Empty(options.Errors());
        Assert.Single((options with { Replicas = 1 }).Errors());
    }

    [Theory]
    [InlineData("a:0")]
    [InlineData("a:65536")]
    [InlineData("a:")]
    [InlineData(":6379")]
    [InlineData("")]
    [InlineData("a:1,")]
    [InlineData("a b:1")]
    public void Address_ThatIsNone_IsRefused(string address) => Assert.Single(new RedisStorageOptions { Address = address }.Errors());

    [Fact]
    public void Address_OfSeveral_IsRead() => Assert.Equal(
        [new DnsEndPoint("redis-1", 6379), new IPEndPoint(IPAddress.Loopback, 7), new IPEndPoint(IPAddress.IPv6Loopback, 8)],
        new RedisStorageOptions { Address = "redis-1:6379, 127.0.0.1:7,[::1]:8" }.EndPoints());

    [Fact]
    public void Text_HidesThePassword() =>
        Assert.DoesNotContain("secret", $"{new RedisStorageOptions { Password = "secret" }}", StringComparison.Ordinal);
}
