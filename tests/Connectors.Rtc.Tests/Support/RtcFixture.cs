using Connectors.LiveKit;
using Connectors.Rtc.Tests.Support;
using Connectors.Sandbox;
using Connectors.Sandbox.Rooms;

// One at a time: sound has to keep real-time pace.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(RtcFixture))]

namespace Connectors.Rtc.Tests.Support;

/// <summary>One room server for all tests, and why they can't run where they can't.</summary>
public sealed class RtcFixture : IAsyncLifetime
{
    private RoomServer? _server;

    public string? WhyNot { get; private set; }

    internal RoomServer Server
    {
        get
        {
            Assert.SkipWhen(WhyNot is not null, WhyNot ?? string.Empty);
            return _server!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        try
        {
            LiveKitServices.LoadLibrary();
        }
        catch (LiveKitLibraryException e)
        {
            WhyNot = e.Message;
            return;
        }

        if (!OwnNamespace.HasMediaAdapter)
        {
            WhyNot = "WebRTC needs a network adapter that isn't loopback, and no namespace could be made here.";
            return;
        }

        _server = await RoomServer.StartAsync(TimeProvider.System, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { } server)
        {
            TestContext.Current.SendDiagnosticMessage("room server: {0}", server.Errors);
            await server.DisposeAsync();
        }
    }
}
