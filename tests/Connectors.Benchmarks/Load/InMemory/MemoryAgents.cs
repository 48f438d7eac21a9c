using System.Collections.Concurrent;
using System.Text.Json;
using Connectors.Audio;
using Connectors.Events;
using Connectors.Validation;

namespace Connectors.Benchmarks.Load.InMemory;

/// <summary>Agents without a socket: each says 4 s every 10 s, all at once as providers do, and hears everything.</summary>
internal sealed class MemoryAgents : IConnector, IAsyncDisposable
{
    private const int Phases = 100;
    private const int Pieces = 10;

    private static readonly AudioFormat Format = AudioFormat.Pcm16(16_000);
    private static readonly byte[] Piece = new byte[Format.BytesOf(TimeSpan.FromMilliseconds(420))];

    private readonly ConcurrentQueue<Connection> _connections = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _talking;

    public MemoryAgents() => _talking = TalkAsync();

    /// <summary>When a turn's first audio was handed over, by the number of the agent.</summary>
    public ConcurrentQueue<(int Agent, long Timestamp)> Begun { get; } = new();

    /// <summary>How many there are.</summary>
    public int Opened => _connections.Count;

    public ConnectorDescription Description { get; } = new()
    {
        Id = "memory",
        DisplayName = "Memory",
        SettingsSchema = "{}",
        CredentialKind = "MEMORY_API_KEY",
        DefaultBaseAddress = new("https://127.0.0.1"),
        Capabilities = new() { InterruptionSignal = InterruptionSignal.Turn, MarksTurnEnd = true },
    };

    public Task<ValidationReport> ValidateAsync(ConnectorSetup setup, CancellationToken cancellationToken) =>
        Task.FromResult(new ValidationReport([], null));

    public Task<ValidationReport> ValidateCredentialAsync(Secret secret, CancellationToken cancellationToken) =>
        Task.FromResult(new ValidationReport([], null));

    public IReadOnlyList<ValidationFinding> CheckSettings(JsonElement settings) => [];

    public Task<AgentPreparation> PrepareAsync(ConnectorSetup setup, CancellationToken cancellationToken) =>
        Task.FromResult(new AgentPreparation(setup));

    public IAgentConnection Open(AgentPreparation preparation, AgentConnectionOptions options, IAgentListener listener)
    {
        var ready = new AgentEvent.Ready("memory", Format, Format, Description.Capabilities);
        var connection = new Connection(listener, Task.Run(() => listener.OnEvent(ready)));
        _connections.Enqueue(connection);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _talking;
        _stop.Dispose();
    }

    // A hundredth of the agents speaks every 100 ms.
    private async Task TalkAsync()
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        try
        {
            for (var phase = 0; await pace.WaitForNextTickAsync(_stop.Token); phase = (phase + 1) % Phases)
            {
                foreach (var (number, connection) in _connections.Index().Where(entry => entry.Index % Phases == phase))
                {
                    Begun.Enqueue((number, TimeProvider.System.GetTimestamp()));
                    connection.Speak();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Its time is over.
        }
    }

    private sealed class Connection(IAgentListener listener, Task telling) : IAgentConnection
    {
        private long _turn;
        private int _isClosed;

        public TimeSpan DroppedAudio => TimeSpan.Zero;

        public void Speak()
        {
            if (!telling.IsCompleted || Volatile.Read(ref _isClosed) == 1)
            {
                return;
            }

            var turn = new TurnId(++_turn);
            listener.OnEvent(new AgentEvent.TurnStarted(turn));
            for (var i = 0; i < Pieces; i++)
            {
                listener.OnTurnAudio(turn, Piece);
            }

            listener.OnEvent(new AgentEvent.TurnAudioEnded(turn));
        }

        public SendResult SendAudio(ReadOnlySpan<byte> audio) => SendResult.Accepted;

        public SendResult SendUserText(string text) => SendResult.NotSupported;

        public SendResult AddContext(string text, string? key) => SendResult.NotSupported;

        public SendResult Say(string text) => SendResult.NotSupported;

        public SendResult Interrupt() => SendResult.NotSupported;

        public SendResult NotifyUserActivity() => SendResult.NotSupported;

        public void ReportPlayout(PlayoutReport report)
        {
        }

        public SendResult SendToolResult(ToolResult result) => SendResult.NotSupported;

        public SendResult SendRaw(string type, JsonElement data) => SendResult.NotSupported;

        public async Task CloseAsync()
        {
            await telling;
            if (Interlocked.Exchange(ref _isClosed, 1) == 0)
            {
                listener.OnEvent(new AgentEvent.Closed(CloseKind.EndedByHost, false, "closed", "closed"));
            }
        }

        public ValueTask DisposeAsync() => new(CloseAsync());
    }
}
