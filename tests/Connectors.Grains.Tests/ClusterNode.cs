using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Connectors.Core.Avatars;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Admission;
using Connectors.Core.Sessions.Fencing;
using Connectors.Integration.Tests.Storage.Redis;
using Connectors.Server.Hosting;
using Connectors.Testing;
using Connectors.Tests.Core.Bridging;
using Connectors.Tests.Core.Sessions;
using Connectors.Tests.Core.Sessions.Fencing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Connectors.Grains.Tests;

/// <summary>A node as the server puts it together, with a silo of its own; rooms, avatars, LiveAvatar and agents are fakes.</summary>
internal sealed class ClusterNode : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [SuppressMessage("Usage", "CA2213", Justification = "One that died runs on; what is stopped is disposed of.")]
    private readonly IHost _host;

    private ClusterNode(ConnectorsOptions options, TokenRooms rooms)
    {
        Rooms.Participants.AddRange(["client", "heygen"]);
        Rooms.Tracks.AddRange([Rooms.UserMicrophone, FakeRooms.AvatarVideo]);
        Connector.Capabilities = Connector.Capabilities with { Resume = ResumeKind.Replay };
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(Log).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddConnectors(options);
        builder.Services.AddSingleton(rooms.Of(Rooms));
        builder.Services.AddSingleton<IAvatarTransport>(new FakeAvatars(Time));
        builder.Services.AddSingleton<ILiveAvatarApi>(LiveAvatar);
        builder.Services.AddSingleton<IConnector>(Connector);
        builder.Services.AddSingleton<IFatalErrorHandler>(new NoAbort());
        var fence = builder.Services.Last(service => service.ServiceType == typeof(ISessionFence)).ImplementationType!;
        builder.Services.AddSingleton(fence);
        builder.Services.AddSingleton<ISessionFence>(
            provider => Fence = new CutFence((ISessionFence)provider.GetRequiredService(fence)));
        _host = builder.Build();
    }

    public FakeTime Time { get; } = new();

    public FakeRooms Rooms { get; } = new();

    public FakeLiveAvatar LiveAvatar { get; } = new([]);

    public FakeConnector Connector { get; } = new();

    public LogLines Log { get; } = new();

    public CutFence Fence { get; private set; } = null!;

    /// <summary>Whether it was stopped, or is lost.</summary>
    public bool IsGone { get; private set; }

    public string Id => Get<NodeIdentity>().Id;

    public ISessionHost Host => Get<ISessionHost>();

    public LocalSessionHost Local => Get<LocalSessionHost>();

    public IAdmission Admission => Get<IAdmission>();

    public static async Task<ClusterNode> StartAsync(ConnectorsOptions options, TokenRooms rooms)
    {
        var node = new ClusterNode(options, rooms);
        await node._host.StartAsync(TestContext.Current.CancellationToken);
        return node;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>The process is told to stop, as by SIGTERM.</summary>
    public async Task StopAsync()
    {
        IsGone = true;
        await _host.StopAsync(CancellationToken.None).WaitAsync(Patience * 2);
    }

    /// <summary>
    /// The process dies, as far as others can tell: it reaches the fence no more, and the cluster declares it dead. What runs of it
    /// runs on, as in a process that hangs.
    /// </summary>
    public async Task DieAsync(ClusterNode witness)
    {
        IsGone = true;
        Fence.Cut();
        var membership = witness.Get<IClusterMembershipService>();
        var self = SiloAddress.FromParsableString(Id);

        // Refused when somebody else wrote into the table just then.
        await Eventually.HoldsAsync(async () =>
            await membership.TryKill(self) && membership.CurrentSnapshot.GetSiloStatus(self) == SiloStatus.Dead);
    }

    public async ValueTask DisposeAsync()
    {
        if (!IsGone)
        {
            await StopAsync();
        }
    }

    // A silo that finds itself declared dead ends its process, which is that of all tests.
    private sealed class NoAbort : IFatalErrorHandler
    {
        public bool IsUnexpected(Exception exception) => false;

        public void OnFatalException(object? sender, string? context, Exception? exception)
        {
        }
    }
}
