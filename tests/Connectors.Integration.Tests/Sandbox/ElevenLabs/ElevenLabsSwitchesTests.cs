using Connectors.Sandbox;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.ElevenLabs;

namespace Connectors.Integration.Tests.Sandbox.ElevenLabs;

public sealed class ElevenLabsSwitchesTests
{
    [Fact]
    public void Switches_NotGiven_AreTheDefaults()
    {
        var behaviour = Behaviour();
        var usual = new ElevenLabsBehaviour();

        Assert.Equal(usual, behaviour with
        {
            Account = usual.Account,
            Script = usual.Script,
            ClientEvents = usual.ClientEvents,
            Overrides = usual.Overrides,
            RequiredVariables = usual.RequiredVariables,
            Placeholders = usual.Placeholders,
            Heard = usual.Heard,
        });
        Assert.Equal(usual.ClientEvents, behaviour.ClientEvents);
        Assert.Equal(usual.Overrides, behaviour.Overrides);
        Assert.Equal(new(), Faults());
    }

    [Fact]
    public void Switches_OfTheAccountAndAgent_AreTaken()
    {
        var behaviour = Behaviour(
            "--api-key", "k", "--permissions", "a,b", "--tier", "pro", "--no-credits", "--concurrency", "8", "--agent-id", "agent_1",
            "--tone", "500", "--input-format", "ulaw_8000", "--output-format", "pcm_24000", "--speed", "3", "--client-events",
            "audio, ping", "--overrides", "agent.language", "--required-variables", "x", "--placeholders", "y", "--text-only", "--public",
            "--single-use-urls", "--heard", "one|two", "--audio-before-text", "--fresh-interruption-ids", "--reply-shares-id",
            "--stragglers", "2");

        Assert.Equal(("k", "pro", 100_000L, 8), (behaviour.Account.ApiKey, behaviour.Account.Tier, behaviour.Account.CharacterCount,
            behaviour.Account.ConcurrencyLimit));
        Assert.Equal(["a", "b"], behaviour.Account.Permissions);
        Assert.Equal(("agent_1", "ulaw_8000", "pcm_24000", 3d), (behaviour.AgentId, behaviour.InputFormat, behaviour.OutputFormat,
            behaviour.Pace.Speed));
        Assert.IsType<ToneVoice>(behaviour.Voice);
        Assert.Equal(["audio", "ping"], behaviour.ClientEvents);
        Assert.Equal(["agent.language", "x", "y"], [.. behaviour.Overrides, .. behaviour.RequiredVariables, .. behaviour.Placeholders]);
        Assert.True(behaviour is { TextOnly: true, IsPublic: true, SingleUseSignedUrls: true, AudioBeforeText: true });
        Assert.Equal(["one", "two"], behaviour.Heard);
        Assert.Equal(new() { NamesFreshId = true, ReplySharesId = true, Stragglers = 2 }, behaviour.Interruptions);
    }

    [Fact]
    public void Switches_OfTimes_AreTaken()
    {
        var behaviour = Behaviour(
            "--signed-url-lifetime", "1", "--max-duration", "2", "--input-timeout", "3", "--ping-interval", "4", "--pong-timeout", "5",
            "--silence", "0.7", "--tool-timeout", "6", "--queue", "7");

        Assert.Equal(
            [1, 2, 3, 4, 5, 0.7, 6, 7],
            new[]
            {
                behaviour.SignedUrlLifetime, behaviour.MaximumDuration, behaviour.InputTimeout, behaviour.PingInterval,
                behaviour.PongTimeout!.Value, behaviour.TurnDetection.Silence, behaviour.ToolTimeout, behaviour.QueueTimeout!.Value,
            }.Select(time => time.TotalSeconds));
    }

    [Fact]
    public void Switches_OfFaults_AreTaken()
    {
        var faults = Faults(
            "--close", "1002:exceeds your quota limit", "--close-after", "3", "--error-shape", "flat", "--override-refusal", "before",
            "--upgrade-status", "503", "--no-metadata", "--unknown-events", "--huge-message", "9", "--signed-url-error", "429:system_busy",
            "--user-error", "401:invalid_api_key", "--agent-error", "422");

        Assert.Equal(
            new ElevenLabsFaults
            {
                Close = new(1002, "exceeds your quota limit", TimeSpan.FromSeconds(3)),
                ErrorShape = ErrorShape.Flat,
                OverrideRefusal = RefusalMoment.BeforeMetadata,
                UpgradeStatus = 503,
                NoMetadata = true,
                UnknownEvents = true,
                HugeMessageBytes = 9,
                SignedUrl = new(429, "system_busy"),
                User = new(401, "invalid_api_key"),
                Agent = new(422, null),
            },
            faults);
    }

    [Theory]
    [InlineData("--unheard-of")]
    [InlineData("--port")]
    [InlineData("--port", "x")]
    [InlineData("--port", "1", "--port", "2")]
    [InlineData("--input-format", "mp3")]
    [InlineData("--close", "soon")]
    [InlineData("--close-after", "1")]
    [InlineData("--error-shape", "round")]
    [InlineData("--agent-script", "nowhere.json")]
    [InlineData("--max-duration", "-1")]
    public async Task Command_WithAWrongOption_SaysSo(params string[] args) => await Assert.ThrowsAsync<UsageException>(
        () => new ElevenLabsCommand().RunAsync(args, TestContext.Current.CancellationToken));

    [Fact]
    public async Task Command_RunAndCancelled_EndsInGoodOrder()
    {
        using var stop = new CancellationTokenSource();
        var running = new ElevenLabsCommand().RunAsync([], stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => running.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    private static ElevenLabsBehaviour Behaviour(params string[] args) =>
        ElevenLabsSwitches.Behaviour(CommandLine.Parse(args, ElevenLabsSwitches.All));

    private static ElevenLabsFaults Faults(params string[] args) =>
        ElevenLabsSwitches.Faults(CommandLine.Parse(args, ElevenLabsSwitches.All));
}
