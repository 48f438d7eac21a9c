using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Connectors.Integration.Tests.Outgoing;

/// <summary>
/// One port on two addresses: 127.0.0.2, which tests allow and which stands for a public one, and 127.0.0.1, the canary that
/// nobody may ever reach, not even by TCP.
/// </summary>
internal sealed class TwoFacedHost : IAsyncDisposable
{
    private readonly Socket _canary;
    private readonly WebApplication _public;
    private int _served;

    private TwoFacedHost(Socket canary, RequestDelegate answer)
    {
        _canary = canary;
        _canary.Listen(16);
        Port = ((IPEndPoint)canary.LocalEndPoint!).Port;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Parse("127.0.0.2"), Port));
        _public = builder.Build();
        _public.UseWebSockets();
        _public.Run(context =>
        {
            Interlocked.Increment(ref _served);
            return answer(context);
        });
    }

    public int Port { get; }

    public int Served => Volatile.Read(ref _served);

    /// <summary>Whether anyone has connected to the canary.</summary>
    public bool CanaryWasReached => _canary.Poll(TimeSpan.Zero, SelectMode.SelectRead);

    public static async Task<TwoFacedHost> StartAsync(RequestDelegate answer)
    {
        // A port that is free on the one address may be taken on the other.
        for (var attempt = 0; ; attempt++)
        {
            var canary = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            canary.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            var host = new TwoFacedHost(canary, answer);
            try
            {
                await host._public.StartAsync(TestContext.Current.CancellationToken);
                return host;
            }
            catch (IOException) when (attempt < 5)
            {
                await host.DisposeAsync();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _public.DisposeAsync();
        _canary.Dispose();
    }
}
