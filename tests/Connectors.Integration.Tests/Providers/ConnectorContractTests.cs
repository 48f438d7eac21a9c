using System.Text.Json;
using Connectors.Events;

namespace Connectors.Integration.Tests.Providers;

/// <summary>
/// What every connector promises, against its sandbox. Exactly one close, last, no caller beside another, and no secret in any
/// text are checked at the end of every conversation (<see cref="ConnectorStage"/>).
/// </summary>
public sealed class ConnectorContractTests
{
    public static TheoryData<string> Connectors => ConnectorCases.Names;

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Description_OfAConnector_IsComplete(string name)
    {
        await using var stage = await ConnectorStage.StartAsync(name);
        var description = stage.Case.Connector.Description;

        Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", description.Id);
        Assert.NotEmpty(description.DisplayName);
        Assert.Matches("^[A-Z0-9_]+$", description.CredentialKind);
        using var schema = JsonDocument.Parse(description.SettingsSchema);
        Assert.Equal("object", schema.RootElement.GetProperty("type").GetString());
        Assert.False(schema.RootElement.GetProperty("additionalProperties").GetBoolean());
        Assert.Same(description, stage.Case.Connector.Description);
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Validate_OfGoodSettings_FindsNoError(string name)
    {
        await using var stage = await ConnectorStage.StartAsync(name);

        var report = await stage.Case.Connector.ValidateAsync(stage.Case.Setup, TestContext.Current.CancellationToken);

        Assert.True(report.IsUsable, string.Join('\n', report.Findings));
        Assert.NotNull(report.Facts);
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Validate_OfUnknownSettings_NamesThem(string name)
    {
        await using var stage = await ConnectorStage.StartAsync(name);
        using var settings = JsonDocument.Parse("""{"unheardOf": 1, "alsoUnheardOf": 2}""");

        var report = await stage.Case.Connector.ValidateAsync(
            stage.Case.Setup with { Settings = settings.RootElement }, TestContext.Current.CancellationToken);

        Assert.False(report.IsUsable);
        Assert.Contains(report.Findings, finding => finding.Field == "unheardOf");
        Assert.Contains(report.Findings, finding => finding.Field == "alsoUnheardOf");
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Conversation_ClosedByTheHost_TellsReadyFirstAndItsCloseLast(string name)
    {
        await using var stage = await ConnectorStage.ReadyAsync(name);

        await stage.Connection.CloseAsync();
        await stage.Connection.CloseAsync();

        Assert.IsType<AgentEvent.Ready>(stage.Listener.Told[0].Event);
        var closed = Assert.IsType<AgentEvent.Closed>(stage.Listener.Told[^1].Event);
        Assert.Equal(CloseKind.EndedByHost, closed.Kind);
        Assert.False(closed.Retryable);
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Conversation_ThatIsRefused_TellsItsCloseOnly(string name)
    {
        await using var stage = await ConnectorStage.StartAsync(name);
        stage.Case.Refuse();
        await stage.OpenAsync();

        var closed = await stage.Listener.WaitAsync<AgentEvent.Closed>();

        Assert.Single(stage.Listener.Told);
        Assert.NotEqual(CloseKind.EndedByHost, closed.Kind);
        Assert.NotEmpty(closed.Code);
        Assert.NotEmpty(closed.Reason);
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Conversation_ClosedWhileOpening_TellsItsCloseOnly(string name)
    {
        await using var stage = await ConnectorStage.StartAsync(name);
        stage.Case.NeverBegin();
        await stage.OpenAsync();

        await stage.Connection.CloseAsync().WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

        Assert.Equal(CloseKind.EndedByHost, Assert.IsType<AgentEvent.Closed>(Assert.Single(stage.Listener.Told).Event).Kind);
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Conversation_ThatNeverBegins_EndsAtItsLimit(string name)
    {
        await using var stage = await ConnectorStage.StartAsync(name);
        stage.Case.NeverBegin();
        var preparation = await stage.Case.Connector.PrepareAsync(stage.Case.Setup, TestContext.Current.CancellationToken);
        var listener = new RecordingAgentListener();
        await using var connection = stage.Case.Connector.Open(
            preparation, new() { OpenTimeout = TimeSpan.FromMilliseconds(300) }, listener);

        var closed = await listener.WaitAsync<AgentEvent.Closed>();

        Assert.Equal(CloseKind.Network, closed.Kind);
        Assert.True(closed.Retryable);
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Operations_BeforeReadyAndAfterTheClose_AreNotOpen(string name)
    {
        await using var stage = await ConnectorStage.StartAsync(name);
        stage.Case.NeverBegin();
        await stage.OpenAsync();

        Assert.Equal(SendResult.NotOpen, stage.Connection.SendAudio(new byte[640]));
        AssertNotOpen(stage.Connection);
        await stage.Connection.CloseAsync();
        Assert.Equal(SendResult.NotOpen, stage.Connection.SendAudio(new byte[640]));
        AssertNotOpen(stage.Connection);
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Operations_WhoseCapabilityIsOff_AreNotSupported(string name)
    {
        await using var stage = await ConnectorStage.ReadyAsync(name);
        var can = stage.Ready.Capabilities;

        Assert.Equal(can.ContextNotes, stage.Connection.AddContext("note", "key") == SendResult.Accepted);
        Assert.Equal(can.Say != SayKind.None, stage.Connection.Say("text") == SendResult.Accepted);
        Assert.Equal(can.ClientInterrupt, stage.Connection.Interrupt() == SendResult.Accepted);
        Assert.Equal(can.UserActivity, stage.Connection.NotifyUserActivity() == SendResult.Accepted);
        Assert.Equal(SendResult.NotSupported, stage.Connection.SendRaw("unheard_of", default));
        stage.Connection.ReportPlayout(new(new(1), TimeSpan.Zero, PlayoutOutcome.Finished));
        Assert.Empty(stage.Listener.Events.OfType<AgentEvent.Closed>());
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task UserText_Sent_ArrivesOrIsNotSupported(string name)
    {
        await using var stage = await ConnectorStage.ReadyAsync(name);
        const string Text = "Grüße, \"quoted\" \u0001 \ud83d\ude00";

        var result = stage.Connection.SendUserText(Text);

        Assert.Equal(stage.Ready.Capabilities.UserTextTurn ? SendResult.Accepted : SendResult.NotSupported, result);
        if (result == SendResult.Accepted)
        {
            Assert.Equal(Text, await stage.FarSide.UserTextAsync());
        }
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Tool_Called_IsAnsweredOnce(string name)
    {
        await using var stage = await ConnectorStage.ReadyAsync(name);
        var result = new ToolResult("call_1", """{"degrees": 20}""", IsError: false);
        if (!stage.Ready.Capabilities.Tools)
        {
            Assert.Equal(SendResult.NotSupported, stage.Connection.SendToolResult(result));
            return;
        }

        await stage.FarSide.CallToolAsync("call_1", "get_weather", """{"city": "Bern"}""");
        var call = await stage.Listener.WaitAsync<AgentEvent.ToolCall>();

        Assert.Equal(("call_1", "get_weather"), (call.CallId, call.Name));
        using var arguments = JsonDocument.Parse(call.ArgumentsJson);
        Assert.Equal("Bern", arguments.RootElement.GetProperty("city").GetString());
        Assert.Equal(SendResult.UnknownCall, stage.Connection.SendToolResult(result with { CallId = "call_2" }));
        Assert.Equal(SendResult.Accepted, stage.Connection.SendToolResult(result));
        Assert.Equal(SendResult.UnknownCall, stage.Connection.SendToolResult(result));
        Assert.Equal(result.Result, (await stage.FarSide.ToolResultAsync("call_1")).Result);
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task UnknownEvent_Received_PassesAsItIs(string name)
    {
        await using var stage = await ConnectorStage.ReadyAsync(name);

        await stage.FarSide.SendTextAsync(stage.FarSide.UnknownEvent("brand_new", "value"));
        var raw = await stage.Listener.WaitAsync<AgentEvent.Raw>(raw => raw.Type == "brand_new");

        using var json = JsonDocument.Parse(raw.Json);
        Assert.False(json.RootElement.TryGetProperty("type", out _));
        Assert.Contains("value", json.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    private static void AssertNotOpen(IAgentConnection connection)
    {
        SendResult[] closed = [SendResult.NotOpen, SendResult.NotSupported];
        Assert.Contains(connection.SendUserText("text"), closed);
        Assert.Contains(connection.AddContext("note", null), closed);
        Assert.Contains(connection.Say("text"), closed);
        Assert.Contains(connection.Interrupt(), closed);
        Assert.Contains(connection.NotifyUserActivity(), closed);
        Assert.Contains(connection.SendToolResult(new("id", "result", IsError: false)), closed);
        Assert.Contains(connection.SendRaw("user_activity", default), closed);
    }
}
