using System.Text.Json;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Desk;
using Connectors.Core.Tools;
using Connectors.Core.Webhooks;

namespace Connectors.Tests.Core.Sessions.Desk;

/// <content>What of a saved voice agent reaches the session.</content>
public sealed partial class SessionDeskTests
{
    [Fact]
    public async Task Start_VoiceAgentWithToolsAndAFallback_HandsBothToTheSession()
    {
        var endpoint = new ToolEndpoint { Name = "weather", Url = "https://tools.example/weather" };
        await AddCarefulAgentAsync(endpoint, "spare-key");
        await _world.AddCredentialAsync(_world.Credential("tenant", "spare-key", "FAKE_API_KEY"));

        var session = await SpecificationAsync(SessionWorld.Request with { VoiceAgentId = "careful" });
        Assert.Equal("value-of-agent-key", session.Agent!.Secret.Reveal());
        Assert.Equal([endpoint], session.Tools!.Endpoints);
        Assert.Equal("careful", session.Tools.VoiceAgentId);
        Assert.NotEmpty(session.Tools.Secrets);
        var fallback = session.Fallback!;
        Assert.Equal(("spare", "spare-key", "fake"), (fallback.VoiceAgentId, fallback.CredentialId, fallback.ConnectorId));
        Assert.Equal("value-of-spare-key", fallback.Setup.Secret.Reveal());
        Assert.Equal(1, fallback.Setup.Settings.GetProperty("spare").GetInt32());
        Assert.Equal("spare-tool", Assert.Single(fallback.Tools!.Endpoints).Name);
        Assert.Equal("spare", fallback.Tools.VoiceAgentId);
    }

    [Fact]
    public async Task Start_FallbackWhoseCredentialIsMissing_StartsWithoutOne()
    {
        await AddCarefulAgentAsync(new() { Name = "weather", Url = "https://tools.example/weather" }, "gone");

        var session = await SpecificationAsync(SessionWorld.Request with { VoiceAgentId = "careful" });
        Assert.Null(session.Fallback);
        Assert.Equal("weather", Assert.Single(session.Tools!.Endpoints).Name);
    }

    [Fact]
    public async Task Start_VoiceAgentWithoutTools_HasNeitherToolsNorFallback()
    {
        var session = await SpecificationAsync(SessionWorld.Request);
        Assert.Null(session.Tools);
        Assert.Null(session.Fallback);
    }

    // What a session is told that is started so.
    private async Task<SessionSpecification> SpecificationAsync(SessionRequest request)
    {
        var host = new FakeHost();
        _world.Use(host);
        return host.Started[(await _world.StartAsync(request)).Value!.Id];
    }

    private async Task AddCarefulAgentAsync(ToolEndpoint tool, string fallbackCredential)
    {
        await _world.AddVoiceAgentAsync(_world.VoiceAgent("tenant", "spare", fallbackCredential) with
        {
            Settings = JsonDocument.Parse("""{"spare":1}""").RootElement,
            Tools = [new() { Name = "spare-tool", Url = "https://tools.example/spare" }],
            ToolSecrets = SigningSecrets.Create(),
        });
        await _world.AddVoiceAgentAsync(_world.VoiceAgent("tenant", "careful", "agent-key") with
        {
            FallbackId = "spare",
            Tools = [tool],
            ToolSecrets = SigningSecrets.Create(),
        });
    }
}
