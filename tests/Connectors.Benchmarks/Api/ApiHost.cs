using Connectors.Core.Rooms;
using Connectors.Core.Tenancy;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Server;
using Connectors.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Connectors.Benchmarks.Api;

/// <summary>The service with room for so many sessions, among the sandbox's LiveAvatar; rooms are in memory.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("connectors-bench-").FullName;
    private readonly LiveAvatarSandbox _liveAvatar;
    private readonly WebApplication _service;

    private ApiHost(LiveAvatarSandbox liveAvatar, int capacity)
    {
        _liveAvatar = liveAvatar;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "http://127.0.0.1:0");
        builder.Services.AddSingleton<IRoomTransport>(new FakeRooms());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Connectors:DataFolder"] = _data,
            ["Connectors:LiveAvatarAddress"] = liveAvatar.BaseAddress.ToString(),
            ["Connectors:SessionsAtOnce"] = $"{capacity}",
            ["Connectors:Api:OperatorKey"] = OperatorKey,
            ["Connectors:Api:CallsPerSecondAndAddress"] = "100000",
            ["Connectors:Outgoing:AllowedRanges:0"] = "127.0.0.0/8",
            ["Connectors:Outgoing:AllowInsecure"] = "true",
            ["Connectors:Outgoing:AllowedRoomHosts:0"] = "*",
        });
        _service = ServerApp.Build(builder);
    }

    public string OperatorKey { get; } = ApiKeyText.Create(Guid.NewGuid().ToString()).Reveal();

    public string LiveAvatarKey => _liveAvatar.Switches.ApiKeys.First();

    public Uri Address => new(_service.Urls.First());

    public static async Task<ApiHost> StartAsync(int capacity)
    {
        var switches = new LiveAvatarSwitches { ConnectedDelay = TimeSpan.Zero, RenderDelay = TimeSpan.Zero, Credits = 10_000 };
        var liveAvatar = await LiveAvatarSandbox.StartAsync(
            new PaperRooms(new("ws://127.0.0.1:1/"), TimeProvider.System), () => new ClockedAvatarBody(TimeProvider.System),
            TimeProvider.System, switches);
        var host = new ApiHost(liveAvatar, capacity);
        await host._service.StartAsync();
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _liveAvatar.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}
