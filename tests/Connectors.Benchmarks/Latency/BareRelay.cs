using System.Net.WebSockets;
using System.Text;
using Connectors.Core.Avatars;
using Connectors.Sandbox.ElevenLabs;
using Connectors.Sandbox.LiveAvatar;

namespace Connectors.Benchmarks.Latency;

/// <summary>
/// What the sockets themselves take: a client of the same two peers that passes every message of the provider on to the
/// avatar as it is, and looks at none of it.
/// </summary>
internal sealed class BareRelay : IAsyncDisposable
{
    private readonly ClientWebSocket _provider;
    private readonly ClientWebSocket _avatar;
    private readonly CancellationTokenSource _stop = new();
    private Task _run = Task.CompletedTask;

    /// <summary>The provider's side.</summary>
    public required ElevenLabsConversation Conversation { get; init; }

    /// <summary>The avatar's side.</summary>
    public required SandboxSession Avatar { get; init; }

    /// <summary>Connects to both: to the provider's public agent, and to an avatar of a session of its own.</summary>
    public static async Task<BareRelay> StartAsync(
        ElevenLabsSandbox provider, LiveAvatarSandbox liveAvatar, ILiveAvatarApi api, CancellationToken cancellationToken)
    {
        var (token, _) = await api.CreateTokenAsync(
            new(liveAvatar.Switches.ApiKeys.First()), new() { AvatarId = LiveAvatarCloud.OtherAvatar }, cancellationToken);
        var (session, failure) = await api.StartAsync(token!, cancellationToken);
        var number = provider.Conversations.Count;
        var (from, to) = (new ClientWebSocket(), new ClientWebSocket());
        var address = new UriBuilder(provider.BaseAddress)
        {
            Scheme = provider.BaseAddress.Scheme == "https" ? "wss" : "ws",
            Path = "/v1/convai/conversation",
            Query = $"agent_id={provider.Behaviour.AgentId}",
        };
        await from.ConnectAsync(address.Uri, cancellationToken);
        await SendAsync(from, """{"type":"conversation_initiation_client_data"}""", cancellationToken);
        await to.ConnectAsync(session?.SocketUrl ?? throw new IOException(failure!.Message), cancellationToken);
        var relay = new BareRelay(from, to)
        {
            Conversation = await provider.ConversationAsync(number, cancellationToken),
            Avatar = liveAvatar.Find(session.SessionId)!,
        };
        await relay.Conversation.Started.WaitAsync(cancellationToken);
        await relay.Avatar.Log.WaitAsync(record => record.Type == "session.state_updated", cancellationToken);
        relay._run = relay.RunAsync();
        return relay;
    }

    private BareRelay(ClientWebSocket provider, ClientWebSocket avatar) => (_provider, _avatar) = (provider, avatar);

    /// <summary>Sends a message to the provider, as a client does with a microphone's audio.</summary>
    public Task SendUpAsync(string message, CancellationToken cancellationToken) => SendAsync(_provider, message, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _provider.Dispose();
        _avatar.Dispose();
        _stop.Dispose();
    }

    private static async Task SendAsync(ClientWebSocket socket, string message, CancellationToken cancellationToken) =>
        await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, cancellationToken);

    private async Task RunAsync()
    {
        var buffer = new byte[256 * 1024];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _provider.ReceiveAsync(buffer.AsMemory(length), _stop.Token);
                    length += part.Count;
                }
                while (!part.EndOfMessage);
                await _avatar.SendAsync(buffer.AsMemory(0, length), WebSocketMessageType.Text, true, _stop.Token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException)
        {
            // Its time is over.
        }
    }
}
