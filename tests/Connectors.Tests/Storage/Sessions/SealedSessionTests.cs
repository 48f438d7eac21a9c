using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.Core.Sessions;
using Connectors.Core.Tools;
using Connectors.Core.Webhooks;
using Connectors.Storage.Sessions;

namespace Connectors.Tests.Storage.Sessions;

public sealed class SealedSessionTests
{
    [Fact]
    public void Content_OfANewerVersion_IsWrittenAgainAsItWas()
    {
        var box = Box(SealedSession.From(Record()));
        box["colour"] = "red";
        box["plan"]!["voices"] = new JsonArray(1, 2);
        box["details"]!["campaign"] = new JsonObject { ["name"] = "spring" };

        // As a session does that is taken over: read, another epoch, written.
        var read = Parse(box).AddTo(Record());
        var written = Box(SealedSession.From(read with { Epoch = 7, Holder = "b", Progress = new("token") }));

        box["epoch"] = 7;
        box["holder"] = "b";
        box["progress"] = new JsonObject { ["resume_token"] = "token", ["on_fallback"] = false };
        Assert.True(JsonNode.DeepEquals(box, written), $"{box}\n{written}");
    }

    [Fact]
    public void Plan_WithToolsAndAFallback_IsReadAsItWasWritten()
    {
        var endpoint = new ToolEndpoint { Name = "weather", Url = "https://tools.example", Timeout = TimeSpan.FromSeconds(7) };
        var tools = new SessionTools("agent", SigningSecrets.Create(), [endpoint]);
        var setup = new ConnectorSetup(JsonDocument.Parse("""{"a":1}""").RootElement, new("key"));
        var record = Record() with { Plan = new() { Tools = tools, Fallback = new("other", "credential", "fake", setup, tools) } };

        var read = Parse(Box(SealedSession.From(record))).Plan!;

        Assert.Equal(endpoint, Assert.Single(read.Tools!.Endpoints));
        Assert.Equal(tools.Secrets[0].Value.Reveal(), read.Tools.Secrets[0].Value.Reveal());
        Assert.Equal(("other", "fake"), (read.Fallback!.VoiceAgentId, read.Fallback.ConnectorId));
        Assert.Equal("key", read.Fallback.Setup.Secret.Reveal());
        Assert.Equal("""{"a":1}""", read.Fallback.Setup.Settings.GetRawText());
        Assert.Equal(endpoint, Assert.Single(read.Fallback.Tools!.Endpoints));
    }

    [Fact]
    public void Plan_OfANewerVersion_GoesWithTheSessionsEnd()
    {
        var box = Box(SealedSession.From(Record()));
        box["plan"]!["secret"] = "x";

        var read = Parse(box).AddTo(Record());
        var written = Box(SealedSession.From(read.Over(SessionEnd.For(SessionEndReasons.StoppedByTenant), DateTimeOffset.UnixEpoch)));

        Assert.DoesNotContain("secret", written.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Content_OfAnOlderVersion_HasDefaultsForWhatIsMissing()
    {
        var box = Box(SealedSession.From(Record()));
        box["plan"] = new JsonObject();
        box["details"] = new JsonObject();

        var read = Parse(box);

        Assert.Equal(
            (new SessionLimits(), InterruptionPolicy.Default, SessionSpecification.DefaultAvatarIdentity, AgentGreeting.AsConfigured),
            (read.Plan!.Limits, read.Plan.Interruptions, read.Plan.AvatarIdentity, read.Plan.Greeting));
        Assert.Empty(read.Plan.DynamicVariables);
        Assert.Empty(read.Details!.Metadata);
    }

    private static SessionRecord Record() => new()
    {
        Id = "s-1",
        TenantId = "t-1",
        Room = new RoomSource.LiveAvatarRoom(),
        Details = new() { VoiceAgentId = "agent" },
        Plan = new() { Language = "de" },
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };

    private static JsonObject Box(SealedSession content) => JsonNode.Parse(content.ToJson())!.AsObject();

    private static SealedSession Parse(JsonObject box) => SealedSession.Parse(Encoding.UTF8.GetBytes(box.ToJsonString()))!;
}
