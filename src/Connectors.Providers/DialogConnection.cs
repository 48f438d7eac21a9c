using System.Net.WebSockets;
using System.Text.Json;
using Connectors.Events;
using Connectors.Transport;

namespace Connectors.Providers;

/// <summary>
/// A connection whose conversation is one state behind one lock. The socket's reader is the only one who calls the listener; the
/// host's calls change the conversation under the lock, and what they cause is told with the server's next message.
/// </summary>
/// <param name="provider">The provider's name, for people.</param>
/// <param name="listener">Told everything.</param>
/// <param name="closes">How conversations of this provider end where it says nothing.</param>
internal abstract class DialogConnection(string provider, IAgentListener listener, DialogCloses closes) : IAgentConnection, IMessageReceiver
{
    /// <summary>Longest text of the host, in characters.</summary>
    protected const int LongestText = 100_000;

    private const int MostMalformed = 20;
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    private readonly List<AgentEvent> _delivering = [];
    private ITimer? _openTimer;
    private int _malformed;
    private Task? _ending;
    private bool _closedByHost;
    private bool _isOver;

    /// <inheritdoc/>
    public TimeSpan DroppedAudio => Socket.DroppedAudio;

    /// <summary>Guards the conversation.</summary>
    protected Lock Gate { get; } = new();

    /// <summary>The socket; there from <see cref="Start"/> on.</summary>
    protected MessageSocket Socket { get; private set; } = null!;

    /// <summary>The conversation.</summary>
    protected abstract IDialog Dialog { get; }

    /// <summary>Whether the host may send.</summary>
    protected bool IsOpen => !Volatile.Read(ref _isOver) && Dialog.IsReady;

    /// <inheritdoc/>
    public abstract SendResult SendAudio(ReadOnlySpan<byte> audio);

    /// <inheritdoc/>
    public abstract SendResult SendUserText(string text);

    /// <inheritdoc/>
    public abstract SendResult AddContext(string text, string? key);

    /// <inheritdoc/>
    public abstract SendResult Say(string text);

    /// <inheritdoc/>
    public abstract SendResult Interrupt();

    /// <inheritdoc/>
    public abstract SendResult NotifyUserActivity();

    /// <inheritdoc/>
    public abstract void ReportPlayout(PlayoutReport report);

    /// <inheritdoc/>
    public abstract SendResult SendToolResult(ToolResult result);

    /// <inheritdoc/>
    public abstract SendResult SendRaw(string type, JsonElement data);

    /// <inheritdoc/>
    public async Task CloseAsync()
    {
        _closedByHost = true;
        await Socket.CloseAsync(CloseLimit);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _closedByHost = true;
        await _openTimer!.DisposeAsync();
        await Socket.DisposeAsync();
        await (_ending ?? Task.CompletedTask);
    }

    void IMessageReceiver.OnOpened()
    {
        lock (Gate)
        {
            OnOpened();
        }

        EndIfNeeded();
    }

    void IMessageReceiver.OnMessage(ReadOnlySpan<byte> message, bool isText)
    {
        if (Volatile.Read(ref _ending) is not null)
        {
            // The conversation is over; what still comes until the socket is closed concerns nobody.
            return;
        }

        Read(message, isText);
        EndIfNeeded();
    }

    void IMessageReceiver.OnEnded(SocketEnd end)
    {
        AgentEvent.Closed closed;
        lock (Gate)
        {
            _isOver = true;
            OnOver();
            closed = Dialog.Ending is { } known && !_closedByHost ? known : CloseOf(end);
        }

        _openTimer!.Dispose();
        Deliver();
        listener.OnEvent(closed);
    }

    /// <summary>Connects; the last thing a constructor does.</summary>
    /// <param name="socket">Where to and how.</param>
    /// <param name="openTimeout">How long it may take until the conversation is ready.</param>
    protected void Start(MessageSocketOptions socket, TimeSpan openTimeout)
    {
        Socket = MessageSocket.Create(socket, this);
        _openTimer = socket.Time.CreateTimer(
            static connection => ((DialogConnection)connection!).OnOpenTimeout(), this, openTimeout, Timeout.InfiniteTimeSpan);
        Socket.Start();
    }

    /// <summary>The socket is open; in the lock.</summary>
    protected virtual void OnOpened()
    {
    }

    /// <summary>The socket is closed; in the lock, before the listener is told.</summary>
    protected virtual void OnOver()
    {
    }

    /// <summary>Takes one message of the server, outside the lock.</summary>
    protected abstract void Read(ReadOnlySpan<byte> message, bool isText);

    /// <summary>What a socket's end means.</summary>
    protected abstract AgentEvent.Closed CloseOf(SocketEnd end);

    /// <summary>By which status and reason we close the socket when the conversation has to end.</summary>
    protected virtual (WebSocketCloseStatus Status, string Reason) FarewellOf(AgentEvent.Closed ending) =>
        (WebSocketCloseStatus.NormalClosure, string.Empty);

    /// <summary>A message could not be understood.</summary>
    protected void OnMalformed() => OnMalformed($"{provider} sent a message that could not be understood; it was ignored.");

    /// <summary>A message could not be understood.</summary>
    /// <param name="what">What is wrong, without anything that it says.</param>
    protected void OnMalformed(string what)
    {
        lock (Gate)
        {
            Dialog.Warn("malformed-message", what);
            if (++_malformed >= MostMalformed)
            {
                Dialog.End(closes.Unreadable);
            }
        }

        Deliver();
    }

    /// <summary>Tells the listener what has gathered. Only the socket's reader does so.</summary>
    protected void Deliver()
    {
        lock (Gate)
        {
            if (!Dialog.IsReady || Dialog.Outbox.Count == 0)
            {
                return;
            }

            _delivering.AddRange(Dialog.Outbox);
            Dialog.Outbox.Clear();
        }

        foreach (var e in _delivering)
        {
            listener.OnEvent(e);
        }

        _delivering.Clear();
    }

    /// <summary>Tells the listener of a turn's audio, behind what has gathered.</summary>
    /// <param name="turn">The turn; null if the audio is of none that may be heard.</param>
    /// <param name="audio">The audio.</param>
    protected void Deliver(TurnId? turn, ReadOnlySpan<byte> audio)
    {
        Deliver();
        if (turn is { } id)
        {
            listener.OnTurnAudio(id, audio);
        }
    }

    /// <summary>Queues a message of the conversation; false if the queue is full.</summary>
    protected bool TrySend(MessageBuffer message) => Socket.TrySendControl(message);

    /// <summary>A host's call, with a text.</summary>
    protected SendResult SendText(string text, Func<SendResult> send) =>
        string.IsNullOrWhiteSpace(text) || text.Length > LongestText ? SendResult.Invalid : Send(send);

    /// <summary>A host's call.</summary>
    protected SendResult Send(Func<SendResult> send)
    {
        lock (Gate)
        {
            return IsOpen ? send() : SendResult.NotOpen;
        }
    }

    private void OnOpenTimeout()
    {
        lock (Gate)
        {
            if (!Dialog.IsReady)
            {
                Dialog.End(closes.OpenTimeout);
            }
        }

        EndIfNeeded();
    }

    /// <summary>Closes the socket when the conversation has to end; its end is told by <see cref="IMessageReceiver.OnEnded"/>.</summary>
    private void EndIfNeeded()
    {
        lock (Gate)
        {
            if (Dialog.Ending is { } ending && _ending is null && !_isOver)
            {
                // The reader must go on for the close to come about, so it can't wait here.
                var (status, reason) = FarewellOf(ending);
                _ending = Task.Run(() => Socket.CloseAsync(CloseLimit, status, reason));
            }
        }
    }
}
