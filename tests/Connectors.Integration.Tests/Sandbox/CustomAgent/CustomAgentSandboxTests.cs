using System.Net.WebSockets;
using System.Text;
using Connectors.Sandbox.CustomAgent;

namespace Connectors.Integration.Tests.Sandbox.CustomAgent;

/// <summary>The stand-in is as strict as docs/11-custom-agent.md, for what the connector never does.</summary>
public sealed class CustomAgentSandboxTests
{
    private const string Hello = """
        {"type":"hello","version":1,"validate":false,"input_rate":16000,"output_rate":16000,"greeting":{"mode":"none"},"variables":{},
         "history":[]}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("no JSON", "{")]
    [InlineData("no JSON object", "[]")]
    [InlineData("unknown type", "{}")]
    [InlineData("unknown type", """{"type":"nonsense"}""")]
    [InlineData("hello must come first", """{"type":"interrupt"}""")]
    [InlineData("audio before ready", "audio")]
    [InlineData("hello: version is wrong", """{"type":"hello"}""")]
    [InlineData("hello came twice", Hello, Hello)]
    [InlineData("user_text: text is wrong", Hello, """{"type":"user_text","text":7}""")]
    [InlineData("user_text: text is wrong", Hello, """{"type":"user_text"}""")]
    [InlineData("interrupt has no turn", Hello, """{"type":"interrupt","turn":1}""")]
    [InlineData("tool_result: no such call waits", Hello, """{"type":"tool_result","call_id":"a","result":"b","is_error":false}""")]
    [InlineData("playout: outcome is wrong", Hello, """{"type":"playout","turn":1,"heard_ms":1}""")]
    [InlineData("audio that cuts a sample", Hello, "odd")]
    public async Task Host_ThatBreaksTheProtocol_IsClosedWithTheReason(string reason, params string[] messages)
    {
        await using var sandbox = await CustomAgentSandbox.StartAsync(new(), cancellationToken: Stop);
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(CustomAgentSandbox.Protocol);
        socket.Options.SetRequestHeader("Authorization", $"Bearer {sandbox.Switches.ApiKey}");
        await socket.ConnectAsync(new(sandbox.Url), Stop);
        foreach (var message in messages)
        {
            var isAudio = message is "audio" or "odd";
            await socket.SendAsync(
                isAudio ? new byte[message == "odd" ? 3 : 2] : Encoding.UTF8.GetBytes(message),
                isAudio ? WebSocketMessageType.Binary : WebSocketMessageType.Text, endOfMessage: true, Stop);
        }

        while ((await socket.ReceiveAsync(new byte[4_096], Stop)).MessageType != WebSocketMessageType.Close)
        {
            // Its ready.
        }

        Assert.Equal((4400, reason), ((int)socket.CloseStatus!, socket.CloseStatusDescription));
    }
}
