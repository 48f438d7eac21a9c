using Connectors.Sandbox.Check;
using Connectors.Sandbox.Demo;
using Connectors.Sandbox.ElevenLabs;
using Connectors.Sandbox.LiveAvatar;

namespace Connectors.Integration.Tests.Sandbox.Check;

/// <summary>The checks beside the stand-ins of LiveAvatar and ElevenLabs, with variables that are good until a test changes them.</summary>
internal sealed class CheckStage : IAsyncDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly Dictionary<string, string> _variables = [];

    private CheckStage(LiveAvatarSandbox liveAvatar, ElevenLabsSandbox elevenLabs)
    {
        LiveAvatar = liveAvatar;
        ElevenLabs = elevenLabs;
        this[LiveVariables.LiveAvatarUrl] = liveAvatar.BaseAddress.ToString();
        this[LiveVariables.LiveAvatarKey] = liveAvatar.Switches.ApiKeys.First();
        this[LiveVariables.AvatarId] = LiveAvatarCloud.OtherAvatar;
        this[LiveVariables.ElevenLabsUrl] = elevenLabs.BaseAddress.ToString();
        this[LiveVariables.ElevenLabsKey] = elevenLabs.Behaviour.Account.ApiKey;
        this[LiveVariables.AgentId] = elevenLabs.Behaviour.AgentId;
    }

    public LiveAvatarSandbox LiveAvatar { get; }

    public ElevenLabsSandbox ElevenLabs { get; }

    public string this[string variable]
    {
        set => _variables[variable] = value;
    }

    private LiveVariables Variables => new(name => _variables.GetValueOrDefault(name));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<CheckStage> StartAsync(ElevenLabsBehaviour? behaviour = null)
    {
        var time = TimeProvider.System;
        var liveAvatar = await LiveAvatarSandbox.StartAsync(
            new PaperRooms(new("ws://127.0.0.1:7880"), time), () => new ClockedAvatarBody(time), time);
        var elevenLabs = new ElevenLabsSandbox(behaviour ?? new(), time);
        await elevenLabs.StartAsync();
        return new(liveAvatar, elevenLabs);
    }

    public Task<IReadOnlyList<CheckResult>> CheckLiveAvatarAsync() =>
        new LiveAvatarCheck(Variables, _http, new(TimeProvider.System)).RunAsync(Cancellation);

    public Task<IReadOnlyList<CheckResult>> CheckElevenLabsAsync() =>
        new ElevenLabsCheck(Variables, _http, new(TimeProvider.System)).RunAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await ElevenLabs.DisposeAsync();
        await LiveAvatar.DisposeAsync();
    }
}
