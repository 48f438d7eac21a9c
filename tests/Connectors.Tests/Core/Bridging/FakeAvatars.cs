using System.Runtime.InteropServices;
using Connectors.Core.Avatars;
using Connectors.Testing;

namespace Connectors.Tests.Core.Bridging;

/// <summary>
/// An avatar in memory that speaks in virtual time: it begins a while after the first chunk, plays at real-time pace, and
/// tells what it does as the real one does. What it played is kept as runs of equal sample values.
/// </summary>
internal sealed class FakeAvatars(FakeTime time) : IAvatarTransport
{
    public static TimeSpan StartDelay { get; } = TimeSpan.FromMilliseconds(150);

    public List<Connection> Sockets { get; } = [];

    public Connection Socket => Sockets[^1];

    public bool ConnectsAtOnce { get; set; } = true;

    /// <summary>What opening a socket throws; null: it works.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Whether speak_started and speak_ended are told at all.</summary>
    public bool TellsSpeech { get; set; } = true;

    /// <summary>What was heard: the sample value and for how long, in order.</summary>
    public List<(short Value, TimeSpan Time)> Heard { get; } = [];

    public TimeSpan HeardOf(short value) => TimeSpan.FromTicks(Heard.Where(run => run.Value == value).Sum(run => run.Time.Ticks));

    public IAvatarConnection Open(Uri address, IAvatarListener listener)
    {
        if (Fault is not null)
        {
            throw Fault;
        }

        var socket = new Connection(this, listener);
        lock (Sockets)
        {
            Sockets.Add(socket);
        }

        if (ConnectsAtOnce)
        {
            socket.Tell(new AvatarEvent.Connected());
        }

        return socket;
    }

    private void Play(short value, TimeSpan length)
    {
        if (Heard.Count > 0 && Heard[^1].Value == value)
        {
            Heard[^1] = (value, Heard[^1].Time + length);
        }
        else
        {
            Heard.Add((value, length));
        }
    }

    internal sealed class Connection(FakeAvatars avatars, IAvatarListener listener) : IAvatarConnection
    {
        private readonly Queue<(string EventId, short[] Samples)> _queue = new();
        private readonly List<string> _ended = [];
        private ITimer? _player;
        private string? _speaking;
        private TimeSpan _startsAt;

        public List<string> Commands { get; } = [];

        public List<int> ChunkBytes { get; } = [];

        /// <summary>The utterances that were spoken, each once.</summary>
        public List<string> EventIds { get; } = [];

        public bool IsClosed { get; private set; }

        public void Tell(AvatarEvent e) => listener.OnEvent(e);

        /// <summary>The socket breaks: what was queued is lost.</summary>
        public void Break(AvatarEndKind kind = AvatarEndKind.Lost)
        {
            StopPlaying();
            Tell(new AvatarEvent.Ended(kind, string.Empty));
        }

        /// <summary>LiveAvatar, or another holder of the socket's address, makes it stop.</summary>
        public void Silence()
        {
            StopPlaying();
            Tell(new AvatarEvent.SpeakInterrupted());
        }

        public bool Speak(string eventId, ReadOnlySpan<byte> audio)
        {
            Commands.Add("speak");
            ChunkBytes.Add(audio.Length);
            if (!EventIds.Contains(eventId))
            {
                EventIds.Add(eventId);
            }

            _queue.Enqueue((eventId, MemoryMarshal.Cast<byte, short>(audio).ToArray()));
            if (_player is null)
            {
                _startsAt = avatars.Time.Elapsed + StartDelay;
                _player = avatars.Time.CreateTimer(_ => Tick(), null, TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(10));
            }

            return true;
        }

        public bool EndSpeech(string eventId)
        {
            Commands.Add("speak_end");
            _ended.Add(eventId);
            return true;
        }

        public bool Interrupt(string? eventId)
        {
            Commands.Add("interrupt");
            var wasSpeaking = _player is not null;
            StopPlaying();
            if (wasSpeaking)
            {
                Tell(new AvatarEvent.SpeakInterrupted());
            }

            return true;
        }

        public bool StartListening()
        {
            Commands.Add("start_listening");
            return true;
        }

        public bool StopListening()
        {
            Commands.Add("stop_listening");
            return true;
        }

        public bool KeepAlive()
        {
            Commands.Add("keep_alive");
            return true;
        }

        public Task CloseAsync()
        {
            if (!IsClosed)
            {
                IsClosed = true;
                StopPlaying();
                Tell(new AvatarEvent.Ended(AvatarEndKind.ClosedByUs, string.Empty));
            }

            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private void Tick()
        {
            if (avatars.Time.Elapsed < _startsAt)
            {
                return;
            }

            var left = 240;
            while (left > 0 && _queue.TryPeek(out var head))
            {
                Begin(head.EventId);
                var take = Math.Min(left, head.Samples.Length);
                for (var i = 0; i < take; i++)
                {
                    avatars.Play(head.Samples[i], TimeSpan.FromSeconds(1.0 / 24_000));
                }

                left -= take;
                _queue.Dequeue();
                if (take < head.Samples.Length)
                {
                    Requeue((head.EventId, head.Samples[take..]));
                }
            }

            if (_queue.Count == 0 && _speaking is { } spoken && _ended.Contains(spoken))
            {
                Finish(spoken);
                StopPlaying();
            }
        }

        private void Begin(string eventId)
        {
            if (_speaking == eventId)
            {
                return;
            }

            if (_speaking is { } before)
            {
                Finish(before);
            }

            _speaking = eventId;
            if (avatars.TellsSpeech)
            {
                Tell(new AvatarEvent.SpeakStarted(eventId));
            }
        }

        private void Finish(string eventId)
        {
            if (avatars.TellsSpeech)
            {
                Tell(new AvatarEvent.SpeakEnded(eventId));
            }
        }

        private void Requeue((string EventId, short[] Samples) rest)
        {
            var others = _queue.ToArray();
            _queue.Clear();
            _queue.Enqueue(rest);
            foreach (var other in others)
            {
                _queue.Enqueue(other);
            }
        }

        private void StopPlaying()
        {
            _queue.Clear();
            _speaking = null;
            _player?.Dispose();
            _player = null;
        }
    }

    private FakeTime Time => time;
}
