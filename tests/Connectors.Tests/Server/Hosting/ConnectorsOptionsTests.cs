using System.Net;
using Connectors.Server.Hosting;
using Microsoft.Extensions.Configuration;

namespace Connectors.Tests.Server.Hosting;

public sealed class ConnectorsOptionsTests
{
    [Fact]
    public void Options_AsTheyCome_AreValidAndAllowPublicAddressesAndLiveKitsCloudOnly()
    {
        var options = new ConnectorsOptions();

        Assert.Empty(options.Errors());
        Assert.NotNull(options.Outgoing.Addresses().RefusedRange(IPAddress.Loopback));
        Assert.Null(options.Outgoing.RoomHosts().Refusal(new("wss://a.livekit.cloud")));
        Assert.NotNull(options.Outgoing.RoomHosts().Refusal(new("wss://a.example")));
    }

    [Fact]
    public void Options_WithSeveralThingsWrong_TellsAll()
    {
        var options = Read(new()
        {
            ["DataFolder"] = " ",
            ["Outgoing:AllowedRanges:0"] = "10.0.0.0/8",
            ["Outgoing:AllowedRanges:1"] = "ten",
            ["Outgoing:AllowedRanges:2"] = "10.0.0.1/8",
            ["Outgoing:AllowedRoomHosts:0"] = "wss://rooms.example.com",
        });

        Assert.Collection(
            options.Errors(),
            static error => Assert.StartsWith("Connectors:DataFolder", error, StringComparison.Ordinal),
            static error => Assert.StartsWith("Connectors:Outgoing:AllowedRanges: 'ten'", error, StringComparison.Ordinal),
            static error => Assert.StartsWith("Connectors:Outgoing:AllowedRanges: '10.0.0.1/8'", error, StringComparison.Ordinal),
            static error => Assert.StartsWith("Connectors:Outgoing:AllowedRoomHosts: 'wss:", error, StringComparison.Ordinal));
    }

    [Fact]
    public void Options_ReadFromConfiguration_ReplaceThePreset()
    {
        var outgoing = Read(new()
        {
            ["Outgoing:AllowedRanges:0"] = "127.0.0.0/8",
            ["Outgoing:AllowedRoomHosts:0"] = "rooms.example.com",
            ["Outgoing:AllowInsecure"] = "true",
        }).Outgoing;

        Assert.True(outgoing.AllowInsecure);
        Assert.Null(outgoing.Addresses().RefusedRange(IPAddress.Loopback));
        Assert.Null(outgoing.RoomHosts().Refusal(new("wss://rooms.example.com")));
        Assert.NotNull(outgoing.RoomHosts().Refusal(new("wss://a.livekit.cloud")));
    }

    private static ConnectorsOptions Read(Dictionary<string, string?> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings).Build().Get<ConnectorsOptions>()!;
}
