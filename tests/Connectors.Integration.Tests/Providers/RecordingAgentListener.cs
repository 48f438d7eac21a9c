using System.Text;
using Connectors.Events;

namespace Connectors.Integration.Tests.Providers;

/// <summary>Keeps everything a connection tells, in order, and watches the rules: one caller at a time, nothing after the close.</summary>
internal sealed class RecordingAgentListener : IAgentListener
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private readonly List<(AgentEvent? Event, TurnId Turn, byte[] Audio)> _told = [];
    private readonly List<string> _breaches = [];
    private TaskCompletionSource _changed = NewSignal();
    private int _callers;

    public IReadOnlyList<(AgentEvent? Event, TurnId Turn, byte[] Audio)> Told
    {
        get
        {
            lock (_lock)
            {
                return [.. _told];
            }
        }
    }

    public IReadOnlyList<AgentEvent> Events => [.. Told.Select(told => told.Event).OfType<AgentEvent>()];

    public IReadOnlyList<string> Breaches
    {
        get
        {
            lock (_lock)
            {
                return [.. _breaches];
            }
        }
    }

    /// <summary>Everything that was told, as text, to search for what must not be in it.</summary>
    public string AllText => string.Join('\n', Events.Select(e => e switch
    {
        AgentEvent.Closed closed => $"{closed} {closed.Code} {closed.Reason}",
        AgentEvent.Warning warning => $"{warning} {warning.Code} {warning.Message}",
        AgentEvent.Raw raw => $"{raw} {raw.Type} {Encoding.UTF8.GetString(raw.Json.Span)}",
        AgentEvent.Ready ready => $"{ready} {ready.ConversationId}",
        _ => e.ToString(),
    }));

    public void OnTurnAudio(TurnId turn, ReadOnlySpan<byte> audio)
    {
        if (!Events.OfType<AgentEvent.TurnStarted>().Any(started => started.Turn == turn))
        {
            Breach($"audio of turn {turn}, which never started");
        }

        Keep((null, turn, audio.ToArray()));
    }

    public void OnEvent(AgentEvent e) => Keep((e, default, []));

    /// <summary>All audio of a turn.</summary>
    public byte[] AudioOf(TurnId turn) => [.. Told.Where(told => told.Event is null && told.Turn == turn).SelectMany(told => told.Audio)];

    public Task<T> WaitAsync<T>(int number = 0)
        where T : AgentEvent => WaitAsync<T>(_ => true, number);

    /// <summary>Waits for an event.</summary>
    /// <param name="fits">Which one.</param>
    /// <param name="number">0 for the first that fits.</param>
    public async Task<T> WaitAsync<T>(Func<T, bool> fits, int number = 0)
        where T : AgentEvent
    {
        T? found = null;
        await WaitUntilAsync(() => (found = Events.OfType<T>().Where(fits).ElementAtOrDefault(number)) is not null, typeof(T).Name);
        return found!;
    }

    public Task WaitForAudioAsync(int bytes) =>
        WaitUntilAsync(() => Told.Sum(told => told.Audio.Length) >= bytes, $"{bytes} bytes of audio");

    public async Task WaitUntilAsync(Func<bool> condition, string what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                changed = _changed.Task;
            }

            if (condition())
            {
                return;
            }

            try
            {
                await changed.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Waited in vain for {what}. Told: {AllText}");
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Keep((AgentEvent? Event, TurnId Turn, byte[] Audio) told)
    {
        if (Interlocked.Increment(ref _callers) > 1)
        {
            Breach("two callers at a time");
        }

        TaskCompletionSource changed;
        lock (_lock)
        {
            if (_told.Exists(earlier => earlier.Event is AgentEvent.Closed))
            {
                _breaches.Add($"{told.Event?.ToString() ?? "audio"} after Closed");
            }

            _told.Add(told);
            changed = _changed;
            _changed = NewSignal();
        }

        changed.SetResult();
        Interlocked.Decrement(ref _callers);
    }

    private void Breach(string what)
    {
        lock (_lock)
        {
            _breaches.Add(what);
        }
    }
}
