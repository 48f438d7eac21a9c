using Connectors.Benchmarks.Latency;
using Connectors.Benchmarks.Sessions;
using Connectors.Core.Avatars;
using Connectors.LiveAvatar;
using Connectors.Sandbox.Agents;
using Connectors.Sandbox.ElevenLabs;
using Connectors.Sandbox.LiveAvatar;
using Connectors.Sandbox.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Benchmarks.Load;

/// <summary>
/// The service in a process of its own with many rooms of real WebRTC, its peers in this one, and TLS between them. Avatars play by the
/// clock: they are LiveAvatar's cost.
/// </summary>
internal sealed class LoadStage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly LoadCertificate _certificate = new(Time);
    private readonly ElevenLabsSandbox _provider = new(LatencyStage.Quiet(new(Time)), Time);
    private readonly List<LoadTalk> _talks = [];
    private ServerRooms _rooms = null!;
    private LiveAvatarSandbox _liveAvatar = null!;
    private LoadUsers _users = null!;
    private BareRelay _relay = null!;
    private int _asked;
    private int _relayed;

    private LoadStage()
    {
    }

    public HostChild Host { get; private set; } = null!;

    /// <summary>Sessions that are in conversation.</summary>
    public IReadOnlyList<LoadTalk> Talks => _talks;

    public bool IsOwnServer => _users.Server.IsOwn;

    private static TimeProvider Time => TimeProvider.System;

    /// <summary>Starts all of it.</summary>
    /// <param name="room">Sessions at once that the service is to let in.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<LoadStage> StartAsync(int room, CancellationToken cancellationToken)
    {
        var stage = new LoadStage { _users = await LoadUsers.StartAsync(cancellationToken) };
        stage._rooms = new(stage._users.Server, Time);
        var switches = new LiveAvatarSwitches { RenderDelay = TimeSpan.Zero, Credits = 100_000 };
        stage._liveAvatar = await LiveAvatarSandbox.StartAsync(
            stage._rooms, static () => new ClockedAvatarBody(Time), Time, switches, 0, stage._certificate.Certificate);
        await stage._provider.StartAsync(0, stage._certificate.Certificate);
        stage.Host = new(new(stage._liveAvatar.BaseAddress, Room: room));
        await stage.Host.AskAsync<HostMemory>("memory", cancellationToken);
        await using var calls = new ServiceCollection()
            .AddLiveAvatar(new() { BaseAddress = stage._liveAvatar.BaseAddress }).BuildServiceProvider();
        stage._relay = await BareRelay.StartAsync(
            stage._provider, stage._liveAvatar, calls.GetRequiredService<ILiveAvatarApi>(), cancellationToken);
        return stage;
    }

    /// <summary>Asks for one session more, and waits until its agent is ready.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its talk, or null and why it was refused; and how long the call took.</returns>
    public async Task<(LoadTalk? Talk, string? Refused, double Milliseconds)> AddAsync(CancellationToken cancellationToken)
    {
        var (number, id) = (_provider.Conversations.Count, $"load-{++_asked}");
        var arrivals = new AudioArrivals(Time);
        _provider.Behaviour = LatencyStage.Quiet(arrivals);
        var start = await Host.AskAsync<HostStart>(
            $"start {id} {_liveAvatar.Switches.ApiKeys.First()} {LiveAvatarCloud.OtherAvatar} {_provider.BaseAddress} "
            + $"{_provider.Behaviour.AgentId} {_provider.Behaviour.Account.ApiKey}",
            cancellationToken);
        if (start.UserToken is null)
        {
            return (null, start.Failure ?? "no reason", start.Milliseconds);
        }

        await _users.JoinAsync(start.UserToken, cancellationToken);
        var conversation = await _provider.ConversationAsync(number, cancellationToken).WaitAsync(Patience, Time, cancellationToken);
        await conversation.Started.WaitAsync(Patience, Time, cancellationToken);
        var talk = new LoadTalk(id, conversation, _liveAvatar.Sessions[^1], arrivals);
        _talks.Add(talk);
        return (talk, null, start.Milliseconds);
    }

    /// <summary>Ends a session, and waits until it is torn down.</summary>
    public async Task EndAsync(LoadTalk talk, CancellationToken cancellationToken)
    {
        _talks.Remove(talk);
        await Host.AskAsync<string>($"end {talk.Id}", cancellationToken);
    }

    /// <summary>All sessions talk for a while, and what that cost is measured.</summary>
    /// <param name="turns">Turns of each.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<LoadStep> MeasureAsync(int turns, CancellationToken cancellationToken)
    {
        _talks.ForEach(static talk => talk.Down.Clear());
        var (from, before) = (Time.GetTimestamp(), ThreadTimes.Of(Host.ProcessId));
        var relayed = RelayAsync(turns, cancellationToken);
        await Task.WhenAll([relayed, .. _talks.Select((talk, i) =>
            talk.RunAsync(LoadTalk.Period * i / _talks.Count, turns, cancellationToken))]);
        var seconds = Time.GetElapsedTime(from).TotalSeconds;
        var used = ThreadTimes.Of(Host.ProcessId).Since(before).Per(seconds);
        var onsets = _users.Onsets().Where(onset => onset >= from).ToList();
        return new(
            _talks.Count, used, await Host.AskAsync<HostMemory>("memory", cancellationToken),
            [.. _talks.SelectMany(talk => talk.Up(onsets))], [.. _talks.SelectMany(static talk => talk.Down)], await relayed,
            _talks.Sum(static talk => talk.Incomplete));
    }

    // A message of the first chunk's size, once a second.
    private async Task<List<double>> RelayAsync(int turns, CancellationToken cancellationToken)
    {
        List<double> taken = [];
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1), Time);
        for (var i = 0; i < turns * LoadTalk.Period.TotalSeconds; i++)
        {
            await pace.WaitForNextTickAsync(cancellationToken);
            taken.Add(await WayDown.MeasureAsync(
                _relay.Conversation, _relay.Avatar, WayDown.Chunk($"bare-{++_relayed}"), "agent.speak", cancellationToken));
        }

        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var talk in _talks.ToArray())
        {
            await EndAsync(talk, CancellationToken.None);
        }

        await _relay.DisposeAsync();
        await Host.DisposeAsync();
        await _provider.DisposeAsync();
        await _liveAvatar.DisposeAsync();
        await _rooms.DisposeAsync();
        await _users.DisposeAsync();
        _certificate.Dispose();
    }
}
