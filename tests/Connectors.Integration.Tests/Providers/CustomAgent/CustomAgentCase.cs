using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.Providers.CustomAgent;
using Connectors.Providers.CustomAgent.Settings;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.CustomAgent;

namespace Connectors.Integration.Tests.Providers.CustomAgent;

internal sealed class CustomAgentCase : SandboxCase<CustomAgentSandbox, CustomAgentSettings>
{
    public CustomAgentCase() => Connector = new CustomAgentConnector(
        Http, TimeProvider.System, new() { StallTimeout = StallTimeout, AllowInsecure = true });

    public static CustomAgentSwitches QuietAgent { get; } = new()
    {
        Script = Quiet,
        Voice = new ToneVoice(440),
    };

    public override IConnector Connector { get; }

    public override IReadOnlyList<string> BadMessages => CustomAgentBadMessages.All;

    public override IReadOnlyList<string> OpeningOfPeer => ["""{"type":"ready","version":1}""", """{"type":"turn_started"}"""];

    public override void NeverBegin() => Sandbox.Switches = QuietAgent with { IsSilent = true };

    public override void Refuse() => Sandbox.Switches = QuietAgent with { RefuseWith = 401 };

    public override BadInputTrial? Try(BadInput input) => input switch
    {
        BadInput.WrongKey => BadInputTrial.WrongKey,
        BadInput.NoQuota => With(QuietAgent with { CloseAtStart = 4402 }),
        BadInput.UnknownAgent => With(QuietAgent with { CloseAtStart = 4404 }),
        BadInput.WrongFormat => With(QuietAgent with { OutputRate = 4_000 }),
        BadInput.ProviderLimit => BadInputTrial.After(static farSide => farSide.ExpireAsync()),
        _ => null,
    };

    public override (byte[] Message, bool IsText) AudioOfPeer(byte[] audio) => (audio, false);

    protected override string ApiKey => QuietAgent.ApiKey;

    protected override Task<CustomAgentSandbox> StartSandboxAsync() => CustomAgentSandbox.StartAsync(QuietAgent);

    protected override CustomAgentSettings Read(JsonElement settings) => SettingsReader.Read(settings, allowInsecure: true, out _);

    protected override JsonObject Settings() => [];

    protected override (string Name, string Value) AddressFor(string baseUrl) => ("url", CustomAgentSandbox.UrlOf(baseUrl));

    protected override FarSide? FarSideOf(int number) =>
        Sandbox.Talks.ElementAtOrDefault(number) is { Talk.Hello: not null } socket ? new CustomAgentFarSide(socket) : null;

    private BadInputTrial With(CustomAgentSwitches switches)
    {
        Sandbox.Switches = switches;
        return new();
    }
}
