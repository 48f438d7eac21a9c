using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.ElevenLabs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Connectors.Integration.Tests.Providers.Bare;

internal sealed class BareCase : ConnectorCase
{
    private const string Key = "barekey7c2f";

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly ConcurrentQueue<BareFarSide> _farSides = new();
    private WebApplication? _app;
    private bool _neverBegin;
    private bool _refuse;
    private int _taken;

    public BareCase() => Connector = new BareConnector(_http, StallTimeout);

    public override IConnector Connector { get; }

    public override ConnectorSetup Setup => SetupFor(new(_app!.Urls.Single().Replace("http", "ws", StringComparison.Ordinal)));

    public override IReadOnlyList<string> Secrets => [Key];

    public override IReadOnlyList<string> BadMessages => ["""{"type":"ready"}"""];

    public override IReadOnlyList<string> OpeningOfPeer => ["""{"type":"ready"}"""];

    public override async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBufferSize = 64 * 1024;
        });
        _app = builder.Build();
        _app.UseWebSockets(new() { KeepAliveInterval = TimeSpan.Zero });
        _app.MapGet("/", ConverseAsync);
        await _app.StartAsync(TestContext.Current.CancellationToken);
    }

    public override void NeverBegin() => _neverBegin = true;

    public override void Refuse() => _refuse = true;

    public override BadInputTrial? Try(BadInput input) => input == BadInput.WrongKey ? BadInputTrial.WrongKey : null;

    public override async Task<FarSide> FarSideAsync()
    {
        var number = _taken++;
        while (_farSides.Count <= number)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        return _farSides.ElementAt(number);
    }

    public override AgentPreparation PrepareFor(Uri peer) => new(SetupFor(peer));

    public override (byte[] Message, bool IsText) AudioOfPeer(byte[] audio) => (audio, false);

    public override async ValueTask DisposeAsync()
    {
        foreach (var farSide in _farSides)
        {
            farSide.Socket.Break();
        }

        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        _http.Dispose();
    }

    private static ConnectorSetup SetupFor(Uri address) =>
        new(JsonSerializer.SerializeToElement(new { url = address.ToString() }), new(Key));

    private async Task ConverseAsync(HttpContext context)
    {
        if (_refuse || context.Request.Headers["X-Key"] != Key)
        {
            context.Response.StatusCode = 401;
            return;
        }

        using var webSocket = await context.WebSockets.AcceptWebSocketAsync();
        using var socket = new ConversationSocket(context, webSocket);
        var farSide = new BareFarSide(socket);
        if (!_neverBegin)
        {
            await socket.SendAsync("""{"type":"ready"}""");
        }

        _farSides.Enqueue(farSide);
        while (await socket.ReceiveAsync() is var (bytes, _))
        {
            farSide.Received.AddAudio(bytes);
        }
    }

    private sealed class BareFarSide(ConversationSocket socket) : FarSide
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

        public ConversationSocket Socket => socket;

        public ReceivedMessages Received { get; } = new();

        public override Task SendTextAsync(string message) => socket.SendAsync(message);

        public override Task SendBinaryAsync(byte[] message) => socket.SendAsync(message, WebSocketMessageType.Binary);

        public override async Task SpeakAsync(params byte[][] pieces)
        {
            // Only a pause tells one turn from another.
            await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
            foreach (var piece in pieces)
            {
                await SendBinaryAsync(piece);
            }
        }

        public override Task BeginSpeakingAsync(byte[] piece) => SendBinaryAsync(piece);

        public override Task SoundAsync(byte[] audio) => SendBinaryAsync(audio);

        public override Task EndTurnAsync() => Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);

        public override Task<byte[]> UserAudioAsync(int bytes) =>
            Received.WaitForAudioAsync(bytes, TestContext.Current.CancellationToken);

        public override Task HangUpAsync() => socket.CloseAsync(1000, "bye");

        public override void Reset() => socket.Reset();

        public override void StopReading() => socket.StopReading();
    }
}
