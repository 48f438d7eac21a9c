using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Admission;
using Connectors.Core.Tenancy;
using Connectors.Sandbox.Demo;
using Connectors.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Connectors.Benchmarks.Sessions;

/// <summary>
/// This program once more, as the service and nothing else, so that its CPU and memory are the service's. Obeys one line of
/// standard input after the other and answers each with one line.
/// </summary>
internal static class HostProcess
{
    public const string Verb = "service-process";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Only the node's own room decides.
    private static readonly TenantQuotas Unlimited = new(SessionsAtOnce: 100_000, StartsPerMinute: 100_000);

    private static TimeProvider Time => TimeProvider.System;

    public static async Task<int> RunAsync(HostSettings settings)
    {
        var data = Directory.CreateTempSubdirectory("connectors-bench-").FullName;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static options => options.Listen(IPAddress.Loopback, 0));
        builder.Services.AddConnectors(settings.ToOptions(data));
        await using (var service = builder.Build())
        {
            await service.StartAsync();
            await ObeyAsync(service.Services.GetRequiredService<ISessionHost>(), service.Services.GetRequiredService<IAdmission>());
            await service.StopAsync();
        }

        Directory.Delete(data, recursive: true);
        return 0;
    }

    private static async Task ObeyAsync(ISessionHost sessions, IAdmission admission)
    {
        while (await Console.In.ReadLineAsync() is { } line)
        {
            object answer = line.Split(' ') switch
            {
                ["start", var id, var avatarKey, var avatar, var baseUrl, var agentId, var agentKey] => await StartAsync(
                    sessions, admission, id, (avatarKey, avatar),
                    new(JsonSerializer.SerializeToElement(new { agentId, baseUrl }), new(agentKey))),
                ["stages", var id] => await StagesAsync(sessions, id),
                ["stop", var id] => await StopAsync(sessions, id),
                ["end", var id] => (await sessions.StopAsync(id, SessionEndReasons.StoppedByUser, default))?.Reason ?? "none",
                ["cpu"] => Process.GetCurrentProcess().TotalProcessorTime.TotalMilliseconds,
                ["memory"] => Memory(),
                ["resources"] => HostResources.Now(),
                _ => "unknown",
            };
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(answer));
        }
    }

    private static async Task<HostStart> StartAsync(
        ISessionHost sessions, IAdmission admission, string id, (string Key, string Id) avatar, ConnectorSetup agent)
    {
        var began = Time.GetTimestamp();
        var ticket = await admission.AdmitAsync(new(id, "benchmark", Unlimited, null, TimeSpan.Zero), default);
        if (!ticket.IsDone)
        {
            return new(null, null, ticket.Refusal.Message, Time.GetElapsedTime(began).TotalMilliseconds);
        }

        var start = await sessions.StartAsync(
            new()
            {
                Id = id,
                TenantId = "benchmark",
                Source = new RoomSource.LiveAvatarRoom(),
                Avatar = new() { AvatarId = avatar.Id },
                AvatarCredential = new(avatar.Key),
                ConnectorId = "elevenlabs",
                Agent = agent,
            },
            default);
        return new(
            start.Access?.RoomUrl?.ToString(), start.Access?.UserToken, start.Message, Time.GetElapsedTime(began).TotalMilliseconds);
    }

    // Of each stage, how long after the beginning of the call, or of the bridge, it was done.
    private static async Task<Dictionary<string, double>> StagesAsync(ISessionHost sessions, string id)
    {
        var watch = new SessionWatch(sessions.WatchAsync(id, 0, default), Time, static _ => { });
        await watch.WaitAsync(
            e => e is SessionEvent.StageDone { Stage: StartStage.AgentReady } or SessionEvent.Ended, 0, Patience, default);
        return watch.Entries.Select(entry => entry.Event).OfType<SessionEvent.StageDone>()
            .DistinctBy(done => done.Stage)
            .ToDictionary(done => done.Stage.ToString(), done => done.Elapsed.TotalMilliseconds);
    }

    private static async Task<string> StopAsync(ISessionHost sessions, string id)
    {
        var watch = new SessionWatch(sessions.WatchAsync(id, 0, default), Time, static _ => { });
        await sessions.StopAsync(id, SessionEndReasons.StoppedByUser, default);
        await watch.Ended.WaitAsync(Patience, Time);
        return watch.Entries[^1].Event is SessionEvent.Ended { End: var end } ? end.Reason : "no end";
    }

    private static HostMemory Memory()
    {
        // Twice, with finalizers between, so that only what is held counts.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return new(GC.GetTotalMemory(forceFullCollection: true), process.WorkingSet64, process.Threads.Count);
    }
}
