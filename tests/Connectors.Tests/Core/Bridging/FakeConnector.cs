using System.Text.Json;
using Connectors.Audio;
using Connectors.Events;
using Connectors.Validation;

namespace Connectors.Tests.Core.Bridging;

/// <summary>A connector whose agents do what the test says; every connection that was opened is kept.</summary>
internal sealed class FakeConnector : IConnector
{
    public List<Connection> Connections { get; } = [];

    public Connection Agent => Connections[^1];

    public AgentCapabilities Capabilities { get; set; } = new()
    {
        InterruptionSignal = InterruptionSignal.Turn,
        MarksTurnEnd = true,
        UserTranscript = TranscriptKind.Interim,
        AgentTranscript = TranscriptKind.Final,
        CorrectsAgentText = true,
        UserTextTurn = true,
        ContextNotes = true,
        Say = SayKind.Verbatim,
        ClientInterrupt = true,
        UserActivity = true,
        Tools = true,
        UsesPlayoutReports = true,
        SuppressesGreeting = true,
    };

    public AudioFormat InputFormat { get; set; } = AudioFormat.Pcm16(16_000);

    public AudioFormat OutputFormat { get; set; } = AudioFormat.Pcm16(24_000);

    public string? RoomEnvelope { get; set; } = "elevenlabs";

    /// <summary>Whether connections are ready at once; else the test decides.</summary>
    public bool ReadyAtOnce { get; set; } = true;

    public int Preparations { get; private set; }

    /// <summary>What a preparation does instead, told its number; null: it works.</summary>
    public Func<int, Task<AgentPreparation>?> Preparing { get; set; } = _ => null;

    /// <summary>What closing a connection does, after it was told.</summary>
    public Func<Task> Closing { get; set; } = () => Task.CompletedTask;

    /// <summary>What sending audio throws, told the number of the connection; null: it works.</summary>
    public Func<int, Exception?> SendFault { get; set; } = _ => null;

    /// <summary>What opening a connection throws; null: it works.</summary>
    public Exception? OpenFault { get; set; }

    public ConnectorDescription Description => new()
    {
        Id = "fake",
        DisplayName = "Fake",
        SettingsSchema = "{}",
        CredentialKind = "FAKE_API_KEY",
        DefaultBaseAddress = new("https://127.0.0.1"),
        Capabilities = Capabilities,
        RoomEnvelope = RoomEnvelope,
    };

    public Task<ValidationReport> ValidateAsync(ConnectorSetup setup, CancellationToken cancellationToken) =>
        Task.FromResult(new ValidationReport([], null));

    public IReadOnlyList<ValidationFinding> CheckSettings(JsonElement settings) => [];

    public Task<ValidationReport> ValidateCredentialAsync(Secret secret, CancellationToken cancellationToken) =>
        Task.FromResult(new ValidationReport([], null));

    public Task<AgentPreparation> PrepareAsync(ConnectorSetup setup, CancellationToken cancellationToken)
    {
        return Preparing(++Preparations) ?? Task.FromResult(new AgentPreparation(setup));
    }

    public IAgentConnection Open(AgentPreparation preparation, AgentConnectionOptions options, IAgentListener listener)
    {
        if (OpenFault is not null)
        {
            throw OpenFault;
        }

        var connection = new Connection(this, options, listener);
        lock (Connections)
        {
            Connections.Add(connection);
        }

        if (ReadyAtOnce)
        {
            connection.Ready();
        }

        return connection;
    }

    internal sealed class Connection(FakeConnector connector, AgentConnectionOptions options, IAgentListener listener) : IAgentConnection
    {
        private long _turn;
        private bool _isClosed;

        public AgentConnectionOptions Options => options;

        public List<string> Calls { get; } = [];

        public List<PlayoutReport> Playouts { get; } = [];

        public List<ToolResult> ToolResults { get; } = [];

        public long AudioBytes { get; private set; }

        public bool IsDisposed { get; private set; }

        public SendResult Answer { get; set; } = SendResult.Accepted;

        public TimeSpan DroppedAudio => TimeSpan.Zero;

        public void Ready() => Tell(new AgentEvent.Ready("conv", connector.InputFormat, connector.OutputFormat, connector.Capabilities));

        public void Tell(AgentEvent e) => listener.OnEvent(e);

        public TurnId Begin()
        {
            var turn = new TurnId(++_turn);
            Tell(new AgentEvent.TurnStarted(turn));
            return turn;
        }

        /// <summary>Audio of one sample value, by which the test knows whose it is when it is heard.</summary>
        public void Say(TurnId turn, short value, TimeSpan length)
        {
            var bytes = new byte[connector.OutputFormat.BytesOf(length)];
            for (var i = 0; i < bytes.Length; i += 2)
            {
                BitConverter.TryWriteBytes(bytes.AsSpan(i), value);
            }

            // In pieces of an odd length, all at once.
            for (var i = 0; i < bytes.Length; i += 7_777)
            {
                listener.OnTurnAudio(turn, bytes.AsSpan(i, Math.Min(7_777, bytes.Length - i)));
            }
        }

        public TurnId Turn(short value, TimeSpan length)
        {
            var turn = Begin();
            Say(turn, value, length);
            Tell(new AgentEvent.TurnAudioEnded(turn));
            return turn;
        }

        public void HangUp(CloseKind kind, bool retryable = false)
        {
            if (!_isClosed)
            {
                _isClosed = true;
                Tell(new AgentEvent.Closed(kind, retryable, "code", "reason"));
            }
        }

        public SendResult SendAudio(ReadOnlySpan<byte> audio)
        {
            if (connector.SendFault(connector.Connections.Count) is { } fault)
            {
                throw fault;
            }

            AudioBytes += audio.Length;
            return SendResult.Accepted;
        }

        public SendResult SendUserText(string text) => Call($"text:{text}");

        public SendResult AddContext(string text, string? key) => Call($"context:{text}:{key}");

        public SendResult Say(string text) => Call($"say:{text}");

        public SendResult Interrupt() => Call("interrupt");

        public SendResult NotifyUserActivity() => Call("activity");

        public void ReportPlayout(PlayoutReport report) => Playouts.Add(report);

        public SendResult SendToolResult(ToolResult result)
        {
            ToolResults.Add(result);
            return Answer;
        }

        public SendResult SendRaw(string type, JsonElement data) => Call($"raw:{type}");

        public Task CloseAsync()
        {
            HangUp(CloseKind.EndedByHost);
            return connector.Closing();
        }

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return ValueTask.CompletedTask;
        }

        private SendResult Call(string what)
        {
            Calls.Add(what);
            return Answer;
        }
    }
}
