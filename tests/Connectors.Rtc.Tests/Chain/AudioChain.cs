using Connectors.Core.Bridging;
using Connectors.Core.Sessions;
using Connectors.Core.Transcripts;
using Connectors.Integration.Tests.Transport;
using Connectors.LiveAvatar;
using Connectors.LiveAvatar.Lite;
using Connectors.LiveKit.Rooms;
using Connectors.Rtc.Tests.Support;

namespace Connectors.Rtc.Tests.Chain;

/// <summary>
/// A bridge as it runs in the service: a real room with a user who speaks from another process, and a provider and an avatar
/// that are played by threads of the test, without allocating.
/// </summary>
internal sealed class AudioChain : ISessionObserver, IAsyncDisposable
{
    // Shorter messages of a provider's client are no audio of 20 ms.
    private const int LeastAudioMessage = 600;

    private const int Text = 1;
    private const int Binary = 2;

    private readonly RawPeer _provider = new();
    private readonly RawPeer _avatar = new();
    private readonly LiveAvatarHttp _http = new(new());
    private readonly ChainAgent _agent;
    private readonly SpeakerProcess _user;
    private readonly Bridge _bridge;
    private readonly Task _run;
    private readonly Thread _avatarThread;
    private long _speaks;

    private AudioChain(RtcFixture rtc, string connector)
    {
        var room = new TestRoom(rtc.Server);
        _user = SpeakerProcess.Start(rtc.Server.Url, rtc.Server.Mint(SessionSpecification.DefaultUserIdentity, room.Grants));
        _agent = ChainAgent.Of(connector, _provider.Address);
        var time = TimeProvider.System;
        var environment = new BridgeEnvironment(
            time, new LiveKitRoomTransport(new(), time), new LiteAvatarTransport(_http, time), 100_000_000);
        var assignment = new BridgeAssignment(
            SessionOf(_agent.Setup), new(rtc.Server.Url, rtc.Server.Mint("agent", room.Grants)), _avatar.Address, null, _agent,
            new TranscriptLog(new TranscriptLimits()), _ => Task.CompletedTask);
        _bridge = new(environment, assignment, this);
        _bridge.Start();
        _run = Task.Run(_bridge.RunAsync);
        _avatarThread = new(PlayAvatar) { IsBackground = true, Name = "avatar" };
    }

    /// <summary>Chunks that the avatar was told to speak.</summary>
    public long Speaks => Interlocked.Read(ref _speaks);

    public List<SessionEvent> Events { get; } = [];

    public static async Task<AudioChain> StartAsync(RtcFixture rtc, string connector)
    {
        var chain = new AudioChain(rtc, connector);
        await chain._avatar.AcceptAsync();
        chain._avatar.SendFrame("""{"type":"session.state_updated","state":"connected"}""");
        chain._avatarThread.Start();
        // Comes when the gate opens, at the latest 10 s after the user: nobody shows a video here.
        await chain._provider.AcceptAsync();
        foreach (var message in chain._agent.Opening)
        {
            chain._provider.SendFrame(message);
        }

        return chain;
    }

    /// <summary>Takes so many messages of the user's audio at the provider, at real-time pace, and answers each with as much.</summary>
    public void Exchange(int messages)
    {
        for (var i = 0; i < messages; i++)
        {
            var kind = _agent.IsAudioText ? Text : Binary;
            while (_provider.ReadFrame() is var (opcode, payload) && (opcode != kind || payload.Length < LeastAudioMessage))
            {
                // Opening messages come before the first audio.
            }

            _provider.SendFrame(_agent.Audio, opcode: (byte)kind);
        }
    }

    public void OnEvent(SessionEvent e)
    {
        lock (Events)
        {
            Events.Add(e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _bridge.Post(new EndRequest(SessionEnd.For(SessionEndReasons.StoppedByUser)));
        await _bridge.Completion;
        await _run;
        _bridge.Dispose();
        _provider.Dispose();
        _avatar.Dispose();
        _avatarThread.Join();
        await _user.DisposeAsync();
        _agent.Dispose();
        _http.Dispose();
    }

    private static SessionSpecification SessionOf(ConnectorSetup agent) => new()
    {
        Id = "chain",
        TenantId = "tenant",
        Source = new RoomSource.LiveAvatarRoom(),
        Avatar = new() { AvatarId = "avatar" },
        ConnectorId = "chain",
        Agent = agent,
    };

    private void PlayAvatar()
    {
        try
        {
            while (true)
            {
                var speak = _avatar.ReadFrame().Payload.Span;
                if (speak.IndexOf("\"agent.speak\""u8) >= 0 && Interlocked.Increment(ref _speaks) == 1)
                {
                    _avatar.SendFrame("""{"type":"agent.speak_started"}""");
                }
            }
        }
        catch (Exception error) when (error is System.Net.Sockets.SocketException or EndOfStreamException or ObjectDisposedException)
        {
            // The session is over.
        }
    }
}
