using System.Text;
using System.Text.Json;
using Connectors.Events;

namespace Connectors.Integration.Tests.Providers;

/// <summary>What every connector survives, or ends of in good order.</summary>
public sealed class ConnectorFaultContractTests
{
    private static readonly string[] BadForAll =
    [
        "", " ", "{", "}", "[]", "null", "7", "\"text\"", "{}", "{\"type\":null}", "{\"type\":7}", "{\"type\":{}}", "{\"type\":\"\"}",
        "{\"type\":\"x\"} {}", "{\"type\":\"x\",}", "\u0000", "{\"type\":\"x\",\"a\":\"\\ud800\"}", "{\"type\":\"x\",\"type\":\"y\"}",
    ];

    public static TheoryData<string> Connectors => ConnectorCases.Names;

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Conversation_WhosePeerResets_EndsAsNetwork(string name)
    {
        await using var stage = await ConnectorStage.ReadyAsync(name);

        stage.FarSide.Reset();
        var closed = await stage.Listener.WaitAsync<AgentEvent.Closed>();

        Assert.Equal((CloseKind.Network, true), (closed.Kind, closed.Retryable));
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task BadMessages_OfEveryKind_AreSurvivedOrEndTheConversation(string name)
    {
        await using var probe = ConnectorCases.Create(name);
        var bad = BadForAll.Concat(probe.BadMessages).ToList();
        bad.Add(string.Concat(Enumerable.Repeat("{\"a\":", 5_000)) + "1" + new string('}', 5_000));
        foreach (var group in bad.Chunk(10))
        {
            await using var stage = await ConnectorStage.ReadyAsync(name);
            foreach (var message in group)
            {
                await stage.FarSide.SendTextAsync(message);
            }

            await AssertAliveOrClosedAsync(stage);
        }
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task BinaryMessages_OfEveryKind_AreSurvivedOrEndTheConversation(string name)
    {
        await using var stage = await ConnectorStage.ReadyAsync(name);
        await stage.FarSide.SendBinaryAsync([]);
        await stage.FarSide.SendBinaryAsync([0xff, 0xfe, 0x00]);
        await stage.FarSide.SendBinaryAsync(Encoding.UTF8.GetBytes(stage.FarSide.UnknownEvent("brand_new", "value")));

        await AssertAliveOrClosedAsync(stage);
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Garbage_WithoutEnd_EndsTheConversationOrIsIgnored(string name)
    {
        await using var stage = await ConnectorStage.ReadyAsync(name);
        for (var i = 0; i < 2_000; i++)
        {
            await stage.FarSide.SendTextAsync("garbage");
        }

        await AssertAliveOrClosedAsync(stage);
        Assert.True(stage.Listener.Events.Count < 100, $"{stage.Listener.Events.Count} events");
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Message_OfTwoMebibytes_Survives(string name)
    {
        await using var stage = await ConnectorStage.ReadyAsync(name);
        var large = new string('x', 2 * 1024 * 1024);

        await stage.FarSide.SendTextAsync(stage.FarSide.UnknownEvent("large", large));
        var raw = await stage.Listener.WaitAsync<AgentEvent.Raw>(raw => raw.Type == "large");

        using var json = JsonDocument.Parse(raw.Json);
        Assert.Contains(large, json.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Peer_ThatStopsReading_BlocksNobodyAndEndsAsNetwork(string name)
    {
        await using var stage = await ConnectorStage.ReadyAsync(name);
        stage.FarSide.StopReading();
        var second = new byte[stage.Ready.InputFormat.BytesPerSecond];
        var time = TimeProvider.System;
        var started = time.GetTimestamp();

        // The network's buffers take some megabytes first.
        while (!stage.Listener.Events.OfType<AgentEvent.Closed>().Any() && time.GetElapsedTime(started) < TimeSpan.FromSeconds(30))
        {
            var called = time.GetTimestamp();
            Assert.True(stage.Connection.SendAudio(second) is SendResult.Accepted or SendResult.NotOpen);
            Assert.True(time.GetElapsedTime(called) < TimeSpan.FromSeconds(1), "SendAudio waited");
            await Task.Delay(TimeSpan.FromMilliseconds(5), time, TestContext.Current.CancellationToken);
        }

        var closed = await stage.Listener.WaitAsync<AgentEvent.Closed>();
        Assert.Equal((CloseKind.Network, true), (closed.Kind, closed.Retryable));
        Assert.True(stage.Connection.DroppedAudio > TimeSpan.Zero);
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Close_OfAPeerThatStopsReading_EndsInTime(string name)
    {
        await using var stage = await ConnectorStage.ReadyAsync(name);
        stage.FarSide.StopReading();
        for (var i = 0; i < 500; i++)
        {
            stage.Connection.SendAudio(new byte[stage.Ready.InputFormat.BytesPerSecond]);
        }

        await stage.Connection.CloseAsync().WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

        Assert.Single(stage.Listener.Events.OfType<AgentEvent.Closed>());
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Conversations_DisposedAtAnyMoment_EndOnce(string name)
    {
        for (var round = 0; round < 20; round++)
        {
            await using var stage = await ConnectorStage.StartAsync(name);
            await stage.OpenAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(round), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task Secret_ThatIsNoHeaderText_IsRefusedWithoutBeingQuoted(string name)
    {
        await using var stage = await ConnectorStage.StartAsync(name);
        foreach (var secret in (string[])["line\nbreak-9ad1", "überschrift-9ad1", "tab\t9ad1"])
        {
            var setup = stage.Case.Setup with { Secret = new(secret) };
            var listener = new RecordingAgentListener();
            var report = await stage.Case.Connector.ValidateAsync(setup, TestContext.Current.CancellationToken);
            var preparation = await stage.Case.Connector.PrepareAsync(setup, TestContext.Current.CancellationToken);
            await using var connection = stage.Case.Connector.Open(preparation, new(), listener);

            Assert.Equal(CloseKind.Unauthorized, (await listener.WaitAsync<AgentEvent.Closed>()).Kind);
            Assert.False(report.IsUsable);
            Assert.DoesNotContain("9ad1", listener.AllText + string.Join('\n', report.Findings), StringComparison.Ordinal);
        }
    }

    private static async Task AssertAliveOrClosedAsync(ConnectorStage stage)
    {
        var marker = new byte[4_321];
        await stage.FarSide.SpeakAsync(marker);
        await stage.Listener.WaitUntilAsync(
            () => stage.Listener.Told.Any(told => told.Audio.Length == marker.Length || told.Event is AgentEvent.Closed),
            "a turn or a close");
        Assert.DoesNotContain(stage.Listener.Events.OfType<AgentEvent.Closed>(), closed => closed.Code == "internal");
    }
}
