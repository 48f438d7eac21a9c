using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Rtc.Tests.Sandbox.Playground;

/// <summary>A host that makes tokens and refuses every start.</summary>
internal sealed class RefusingApi : IAsyncDisposable
{
    /// <summary>Why it refuses.</summary>
    public const string Words = "Session concurrency limit reached";

    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _app;

    private RefusingApi(string origin)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(static options => options.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Use((context, next) => AllowAsync(context, next, origin));
        _app.MapPost("/v1/sessions/token", () => Results.Text("""{"code":1000,"data":{"session_token":"a.e30.c"}}""", "application/json"));
        _app.MapPost("/v1/sessions/start", () =>
            Results.Text($$"""{"code":4033,"message":"{{Words}}","data":null}""", "application/json", statusCode: 409));
        _app.MapPost("/v1/sessions/stop", () =>
        {
            _stopped.TrySetResult();
            return Results.Text("""{"code":1000,"message":"ok","data":null}""", "application/json");
        });
    }

    /// <summary>The web SDK's <c>apiUrl</c>.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Completes when the page has called stop, as it does after a start that failed.</summary>
    public Task Stopped => _stopped.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public static async Task<RefusingApi> StartAsync(string origin)
    {
        var api = new RefusingApi(origin);
        await api._app.StartAsync();
        return api;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static Task AllowAsync(HttpContext context, RequestDelegate next, string origin)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowCredentials = "true";
        headers.AccessControlAllowHeaders = "authorization, content-type";
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        return next(context);
    }
}
