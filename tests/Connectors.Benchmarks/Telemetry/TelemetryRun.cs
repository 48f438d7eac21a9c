namespace Connectors.Benchmarks.Telemetry;

/// <summary>
/// What happens so that every metric has something to tell. Each kind of thing happens at least twice, a scrape apart: a rate
/// doesn't see the first one.
/// </summary>
/// <param name="world">Where.</param>
/// <param name="tell">Told what happens.</param>
internal sealed class TelemetryRun(TelemetryWorld world, Action<string> tell)
{
    // Longer than it takes until the page has been read.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1.5);

    private WatchedTenant _tenant = null!;
    private WatchedTenant _other = null!;

    private static TimeProvider Time => TimeProvider.System;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var quotas = new { sessions_at_once = 1_000, starts_per_minute = 1_000 };
        _tenant = await world.TenantAsync(new { name = "Talks", quotas, metrics_group = "gold" }, world.TenantServer.Works);
        _other = await world.TenantAsync(
            new { name = "Has faults", quotas = new { sessions_at_once = 1 }, metrics_group = "trial" }, world.TenantServer.Fails);
        tell("conversations");
        await Task.WhenAll(
            ConverseAsync(world.Agents.ElevenLabs, TimeSpan.Zero),
            ConverseAsync(world.Agents.OpenAI, Pause),
            ConverseAsync(world.Agents.Gemini, 2 * Pause));
        tell("faults");
        await Task.WhenAll(LoseProviderAsync(), LoseRoomAndAvatarAsync(), RefuseKeysAsync(), RefuseRenewalAsync(), SpeakSlowlyAsync());
        tell("more sessions than there is room for");
        await WaitForCredentialAsync();
        await FillAsync();
        tell("the service dies and is started again");
        await DieAsync(cancellationToken);
        await Task.Delay(Pause, Time, cancellationToken);
    }

    private async Task ConverseAsync(WatchedAgent agent, TimeSpan after)
    {
        await Task.Delay(after, Time);
        var voiceAgent = await world.VoiceAgentAsync(_tenant, agent, world.TenantServer.Works);
        for (var i = 0; i < 2; i++)
        {
            await using var talk = await TelemetryTalk.BeginAsync(world, _tenant, voiceAgent);
            await talk.AskAsync();
            await talk.AskAsync();
            await talk.InterruptAsync();
            await talk.StopAsync();
        }
    }

    private async Task LoseProviderAsync()
    {
        var voiceAgent = await world.VoiceAgentAsync(_tenant, world.Agents.Lossy, world.TenantServer.Fails);
        for (var i = 0; i < 2; i++)
        {
            await using var talk = await TelemetryTalk.BeginAsync(world, _tenant, voiceAgent);
            await talk.AskAsync();
            await talk.NextAsync("session.reconnected", world.Agents.Line.Reset);
            await talk.AskAsync();
            world.Agents.Line.Refuses = true;
            await talk.NextAsync("session.reconnecting", world.Agents.Line.Reset);
            await talk.StopAsync();
            world.Agents.Line.Refuses = false;
        }
    }

    private async Task LoseRoomAndAvatarAsync()
    {
        var voiceAgent = await world.VoiceAgentAsync(_tenant, world.Agents.ElevenLabs, world.TenantServer.Fails);
        await using var talk = await TelemetryTalk.BeginAsync(world, _tenant, voiceAgent);
        for (var i = 0; i < 2; i++)
        {
            await talk.LoseAvatarAsync();
            await talk.StutterAsync();
            await talk.AskAsync();
            await talk.LoseRoomAsync();
            await talk.StutterAsync();
            await Task.Delay(Pause, Time);
        }

        await talk.StopAsync();
    }

    private async Task RefuseKeysAsync()
    {
        var voiceAgent = await world.VoiceAgentAsync(_tenant, world.Agents.Refusing, world.TenantServer.Works);
        for (var i = 0; i < 3; i++)
        {
            await using var talk = await TelemetryTalk.OpenAsync(world, _tenant, voiceAgent);
            await talk.UntilAsync("session.ended", 1);
            await Task.Delay(Pause, Time);
        }
    }

    private async Task RefuseRenewalAsync()
    {
        var voiceAgent = await world.VoiceAgentAsync(_tenant, world.Agents.Gemini, world.TenantServer.Works);
        world.Agents.ForgetConversations(true);
        await using var talk = await TelemetryTalk.BeginAsync(world, _tenant, voiceAgent);
        await talk.UntilAsync("session.warning", 1);
        world.Agents.ForgetConversations(false);
        await talk.AskAsync();
        await talk.StopAsync();
    }

    // Meanwhile its tenant has no session left.
    private async Task SpeakSlowlyAsync()
    {
        var voiceAgent = await world.VoiceAgentAsync(_other, world.Agents.Slow, world.TenantServer.Works);
        for (var i = 0; i < 2; i++)
        {
            await using var talk = await TelemetryTalk.BeginAsync(world, _other, voiceAgent);
            await RefusedAsync(_other, 429);
            await talk.StopAsync();
        }
    }

    private async Task WaitForCredentialAsync()
    {
        var voiceAgent = await world.VoiceAgentAsync(_tenant, world.Agents.ElevenLabs, world.TenantServer.Works);
        List<string> sessions = [];
        while (await world.TryStartAsync(_tenant, voiceAgent) is { Id: { } id })
        {
            sessions.Add(id);
        }

        for (var i = 0; i < 2; i++)
        {
            await RefusedAsync(_tenant, 429, voiceAgent, 1.2 * Pause.TotalSeconds);
        }

        await StopAsync(sessions);
    }

    private async Task FillAsync()
    {
        List<string> sessions = [];
        while (await world.TryStartAsync(_tenant, null) is { Id: { } id })
        {
            sessions.Add(id);
        }

        for (var i = 0; i < 2; i++)
        {
            await Task.Delay(Pause, Time);
            await RefusedAsync(_tenant, 503);
        }

        await StopAsync(sessions);
    }

    private async Task DieAsync(CancellationToken cancellationToken)
    {
        var voiceAgent = await world.VoiceAgentAsync(_tenant, world.Agents.OpenAI, world.TenantServer.Works);
        await using var before = await TelemetryTalk.BeginAsync(world, _tenant, voiceAgent);
        await before.AskAsync();
        await world.RestartNodeAsync(goesOn: true, cancellationToken);
        await using var talk = await before.FindAgainAsync();
        await talk.UntilAsync("session.reconnected", 1);
        await talk.AskAsync();
        await world.RestartNodeAsync(goesOn: false, cancellationToken);
        await using var after = await talk.FindAgainAsync();
        await after.UntilAsync("session.ended", 1);
    }

    private async Task RefusedAsync(WatchedTenant tenant, int status, string? voiceAgent = null, double wait = 0)
    {
        var (answer, _) = await world.TryStartAsync(tenant, voiceAgent, wait);
        if (answer != status)
        {
            throw new IOException($"A start was answered {answer} instead of {status}.");
        }
    }

    private async Task StopAsync(List<string> sessions) =>
        await Task.WhenAll(sessions.Select(id => world.CallAsync("POST", $"sessions/{id}/stop", null, _tenant.Key)));
}
