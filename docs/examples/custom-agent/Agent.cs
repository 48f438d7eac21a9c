// An agent for the connector `custom` (docs/11-custom-agent.md): greets with a tone, says back what it hears, answers texts.
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Kind = System.Net.WebSockets.WebSocketMessageType;

const int Rate = 16_000; // Hz, 16 bit: two bytes a sample
const string Ready = """
    {"type":"ready","version":1,"input_rate":16000,"output_rate":16000,"capabilities":{"interruption_signal":"flush",
     "marks_turn_end":true,"agent_transcript":"final","user_text":true,"interrupt":true,"suppresses_greeting":true}}
    """;
var secret = $"Bearer {Environment.GetEnvironmentVariable("AGENT_SECRET") ?? "change-me"}";
var app = WebApplication.Create(args);
app.UseWebSockets().Run(async context =>
{
    if (context.WebSockets.IsWebSocketRequest && context.Request.Headers.Authorization == secret)
        await TalkAsync(await context.WebSockets.AcceptWebSocketAsync("connectors.agent.v1"));
    else context.Response.StatusCode = 401;
});
await app.RunAsync();
static async Task TalkAsync(WebSocket socket)
{
    var (buffer, length, heard, quiet) = (new byte[1024 * 1024], 0, new List<byte>(), 0); // quiet: bytes since the user's last sound
    while (await socket.ReceiveAsync(buffer.AsMemory(length), default) is { MessageType: not Kind.Close } part)
    {
        var message = buffer[..(length += part.Count)];
        if (!part.EndOfMessage) continue;
        await (part.MessageType == Kind.Binary ? HearAsync(message) : TakeAsync(JsonNode.Parse(message)!));
        length = 0;
    }
    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
    async Task TakeAsync(JsonNode message)
    {
        var type = (string?)message["type"];
        if (type == "hello") await SendAsync(Ready);
        if (type is "interrupt" or "user_text") await SendAsync("""{"type":"interrupted"}""");
        if (type == "user_text") await SayAsync("You wrote to me.", Tone(660));
        if ((bool?)message["validate"] == false && (string?)message["greeting"]!["mode"] != "none") await SayAsync("Hello.", Tone(440));
    }
    async Task HearAsync(byte[] audio)
    {
        var isLoud = MemoryMarshal.Cast<byte, short>(audio).ContainsAnyExceptInRange<short>(-1_000, 1_000);
        if (isLoud && heard.Count == 0) await SendAsync("""{"type":"interrupted"}""");
        if (isLoud || heard.Count > 0) heard.AddRange(audio);
        quiet = isLoud ? 0 : quiet + audio.Length;
        if (heard.Count == 0 || quiet < Rate) return; // half a second
        await SayAsync("This is what you said.", [.. heard]);
        heard.Clear();
    }
    async Task SayAsync(string text, byte[] audio)
    {
        await SendAsync("""{"type":"turn_started"}""");
        await SendAsync($$"""{"type":"agent_text","text":"{{text}}"}""");
        await socket.SendAsync(audio, Kind.Binary, endOfMessage: true, default);
        await SendAsync("""{"type":"turn_ended"}""");
    }
    Task SendAsync(string json) => socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(json), Kind.Text, endOfMessage: true, default);
    static byte[] Tone(double hz) => MemoryMarshal.AsBytes<short>(
        [.. Enumerable.Range(0, Rate).Select(i => (short)(8_000 * Math.Sin(2 * Math.PI * hz * i / Rate)))]).ToArray();
}
