using System.Net.Http.Headers;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.Sound;
using Connectors.TestNode.Lines;

namespace Connectors.Benchmarks.Telemetry;

/// <summary>A session with a user in it, who hears what becomes of it by the event stream.</summary>
internal sealed class TelemetryTalk : IAsyncDisposable
{
    private const int Pitch = 350;
    private const int Attempts = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Words = TimeSpan.FromMilliseconds(600);

    private readonly TelemetryWorld _world;
    private readonly WatchedTenant _tenant;
    private readonly Lock _lock = new();
    private readonly List<string> _events = [];
    private readonly CancellationTokenSource _over = new();
    private readonly Task _watching;
    private TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TelemetryTalk(TelemetryWorld world, WatchedTenant tenant, string id, SandboxSession avatar)
    {
        (_world, _tenant, Id, Avatar) = (world, tenant, id, avatar);
        _watching = WatchAsync();
    }

    public string Id { get; }

    /// <summary>LiveAvatar's side of it.</summary>
    public SandboxSession Avatar { get; }

    private string Token => Avatar.Room!.AgentToken!;

    private static TimeProvider Time => TimeProvider.System;

    /// <summary>Starts one and waits until its agent is ready, and has greeted.</summary>
    /// <param name="world">Where.</param>
    /// <param name="tenant">Whose.</param>
    /// <param name="voiceAgent">With whom.</param>
    public static async Task<TelemetryTalk> BeginAsync(TelemetryWorld world, WatchedTenant tenant, string voiceAgent)
    {
        var talk = await OpenAsync(world, tenant, voiceAgent);
        await talk.UntilAsync("turn.ended", 1);
        return talk;
    }

    /// <summary>Starts one, whatever becomes of it.</summary>
    public static async Task<TelemetryTalk> OpenAsync(TelemetryWorld world, WatchedTenant tenant, string voiceAgent)
    {
        var (id, avatar) = await world.StartSessionAsync(tenant, voiceAgent);
        return new(world, tenant, id, avatar);
    }

    /// <summary>The user says something.</summary>
    public void Say()
    {
        var samples = new short[(int)(Words.TotalSeconds * LineRoomServer.SampleRate)];
        new Tone(Pitch, LineRoomServer.SampleRate).Fill(samples);
        _world.Lines.Say(Token, samples);
    }

    /// <summary>The user says something, again where nobody answers, and is answered to the end.</summary>
    public async Task AskAsync()
    {
        var ended = Count("turn.ended");
        for (var i = 0; i < Attempts; i++)
        {
            Say();
            if (await IsUntilAsync(() => CountNow("turn.ended") > ended, AnswerLimit))
            {
                return;
            }
        }

        throw Missing("turn.ended");
    }

    /// <summary>The user asks and says something else as soon as the answer has begun, until one was long enough for that.</summary>
    public async Task InterruptAsync()
    {
        var interrupted = Count("turn.interrupted");
        for (var i = 0; i < Attempts; i++)
        {
            var begun = Count("avatar.speech_started");
            Say();
            await IsUntilAsync(() => CountNow("avatar.speech_started") > begun, AnswerLimit);
            await Task.Delay(Words, Time, _over.Token);
            var ended = Count("turn.ended");
            Say();
            await IsUntilAsync(() => CountNow("turn.ended") >= ended + 2, AnswerLimit);
            if (Count("turn.interrupted") > interrupted)
            {
                return;
            }
        }

        throw Missing("turn.interrupted");
    }

    /// <summary>The avatar's socket is reset.</summary>
    public Task LoseAvatarAsync() => NextAsync("session.reconnected", () => Avatar.Socket?.Reset());

    /// <summary>The room's connection breaks.</summary>
    public Task LoseRoomAsync() => NextAsync("session.reconnected", () => _world.Lines.Break(Token));

    /// <summary>The microphone's frames come late, all at once.</summary>
    public Task StutterAsync() => NextAsync("audio.dropped", async () =>
    {
        _world.Lines.Hold(Token, isHeld: true);
        await Task.Delay(Words, Time, _over.Token);
        _world.Lines.Hold(Token, isHeld: false);
    });

    /// <summary>Does something, and waits until something has happened once more.</summary>
    public Task NextAsync(string type, Action cause) => NextAsync(type, () =>
    {
        cause();
        return Task.CompletedTask;
    });

    /// <summary>Waits until something has happened so often.</summary>
    /// <exception cref="TimeoutException">It did not.</exception>
    public async Task UntilAsync(string type, int count)
    {
        if (!await IsUntilAsync(() => CountNow(type) >= count, Patience))
        {
            throw Missing(type);
        }
    }

    /// <summary>Has the service end it.</summary>
    public async Task StopAsync()
    {
        await _world.CallAsync("POST", $"sessions/{Id}/stop", null, _tenant.Key);
        await UntilAsync("session.ended", 1);
    }

    /// <summary>Watches again, after the service went away.</summary>
    public async Task<TelemetryTalk> FindAgainAsync()
    {
        await _over.CancelAsync();
        await _watching;
        return new(_world, _tenant, Id, Avatar);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _watching;
        _over.Dispose();
    }

    private int Count(string type)
    {
        lock (_lock)
        {
            return CountNow(type);
        }
    }

    private int CountNow(string type) => _events.Count(one => one == type);

    private TimeoutException Missing(string type)
    {
        lock (_lock)
        {
            return new($"{type} did not come: {string.Join(' ', _events.TakeLast(30))}");
        }
    }

    private async Task<bool> IsUntilAsync(Func<bool> isSo, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience, Time);
        while (true)
        {
            Task told;
            lock (_lock)
            {
                if (isSo())
                {
                    return true;
                }

                told = _told.Task;
            }

            try
            {
                await told.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }

    private async Task NextAsync(string type, Func<Task> cause)
    {
        var before = Count(type);
        await cause();
        await UntilAsync(type, before + 1);
    }

    private async Task WatchAsync()
    {
        try
        {
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_world.Address, $"api/v1/sessions/{Id}/events"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _tenant.Key);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _over.Token);
            using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(_over.Token));
            while (await lines.ReadLineAsync(_over.Token) is { } line)
            {
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                {
                    Add(line["event: ".Length..]);
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or HttpRequestException or IOException)
        {
            // The service went away, or nobody wants to know any more.
        }
    }

    private void Add(string type)
    {
        TaskCompletionSource told;
        lock (_lock)
        {
            _events.Add(type);
            (told, _told) = (_told, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        told.SetResult();
    }
}
