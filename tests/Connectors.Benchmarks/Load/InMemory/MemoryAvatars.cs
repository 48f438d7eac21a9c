using System.Collections.Concurrent;
using Connectors.Core.Avatars;

namespace Connectors.Benchmarks.Load.InMemory;

/// <summary>Avatars that take everything and say that they spoke.</summary>
internal sealed class MemoryAvatars : IAvatarTransport
{
    /// <summary>When the first chunk of an utterance came, by the number of the avatar.</summary>
    public ConcurrentQueue<(int Avatar, long Timestamp)> Begun { get; } = new();

    private int _opened;

    /// <summary>How many there are.</summary>
    public int Opened => Volatile.Read(ref _opened);

    public IAvatarConnection Open(Uri address, IAvatarListener listener) =>
        new Connection(this, Interlocked.Increment(ref _opened) - 1, listener);

    private sealed class Connection : IAvatarConnection
    {
        private readonly MemoryAvatars _avatars;
        private readonly int _number;
        private readonly IAvatarListener _listener;

        // The listener is told in order, never from inside of a call.
        private readonly Lock _lock = new();
        private Task _told;
        private string? _speaking;
        private bool _isClosed;

        public Connection(MemoryAvatars avatars, int number, IAvatarListener listener)
        {
            (_avatars, _number, _listener) = (avatars, number, listener);
            _told = Task.Run(() => listener.OnEvent(new AvatarEvent.Connected()));
        }

        public bool Speak(string eventId, ReadOnlySpan<byte> audio)
        {
            if (_speaking != eventId)
            {
                _avatars.Begun.Enqueue((_number, TimeProvider.System.GetTimestamp()));
                _speaking = eventId;
                Tell(new AvatarEvent.SpeakStarted(eventId));
            }

            return true;
        }

        public bool EndSpeech(string eventId)
        {
            Tell(new AvatarEvent.SpeakEnded(eventId));
            return true;
        }

        public bool Interrupt(string? eventId)
        {
            Tell(new AvatarEvent.SpeakInterrupted());
            return true;
        }

        public bool StartListening() => true;

        public bool StopListening() => true;

        public bool KeepAlive() => true;

        public Task CloseAsync()
        {
            lock (_lock)
            {
                if (!_isClosed)
                {
                    _isClosed = true;
                    Tell(new AvatarEvent.Ended(AvatarEndKind.ClosedByUs, "closed"));
                }

                return _told;
            }
        }

        public ValueTask DisposeAsync() => new(CloseAsync());

        private void Tell(AvatarEvent e)
        {
            lock (_lock)
            {
                _told = _told.ContinueWith(_ => _listener.OnEvent(e), TaskScheduler.Default);
            }
        }
    }
}
