using Connectors.Core.Outgoing;
using Connectors.Testing;

namespace Connectors.Tests.Core.Webhooks;

/// <summary>A tenant's webhooks in virtual time, over a store in memory and a receiver that does what the test says.</summary>
internal sealed class WebhookWorld : IDisposable
{
    private readonly HttpMessageInvoker _http;

    public WebhookWorld()
    {
        _http = new(Receiver);
        Rig = new(Store, Time, _http, new(AddressPolicy.PublicOnly, allowInsecure: false));
    }

    public FakeTime Time { get; } = new();

    public InMemoryRecordStore Store { get; } = new();

    public ScriptedReceiver Receiver { get; } = new();

    public WebhookRig Rig { get; }

    public void Dispose()
    {
        _http.Dispose();
        Receiver.Dispose();
    }
}
