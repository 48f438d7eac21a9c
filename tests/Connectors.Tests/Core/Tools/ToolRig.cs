using Connectors.Core.Outgoing;
using Connectors.Core.Records;
using Connectors.Core.Sessions;
using Connectors.Core.Tools;
using Connectors.Core.Webhooks;
using Connectors.Testing;
using Connectors.Tests.Core.Webhooks;

namespace Connectors.Tests.Core.Tools;

/// <summary>Tenants' servers that carry out tools as the test says, in virtual time.</summary>
internal sealed class ToolRig : IDisposable
{
    private readonly HttpMessageInvoker _http;

    public ToolRig(FakeTime time)
    {
        _http = new(Servers);
        Client = new(_http, new(AddressPolicy.PublicOnly, allowInsecure: false), new IdSource(time), time);
    }

    public ScriptedReceiver Servers { get; } = new();

    public ToolClient Client { get; }

    public SessionTools Tools { get; } = new(
        "voice-agent",
        SigningSecrets.Create(),
        [
            new() { Name = "weather", Url = "https://weather.example/now", Timeout = TimeSpan.FromSeconds(5) },
            new() { Name = "stock", Url = "https://stock.example/", Fallback = "Nobody can say." },
        ]);

    public static SessionSpecification Session { get; } = new()
    {
        Id = "session",
        TenantId = "tenant",
        Source = new RoomSource.LiveAvatarRoom(),
        Avatar = new() { AvatarId = "avatar" },
        Details = new() { Metadata = new Dictionary<string, string> { ["order"] = "42" } },
    };

    public void Dispose()
    {
        _http.Dispose();
        Servers.Dispose();
    }
}
