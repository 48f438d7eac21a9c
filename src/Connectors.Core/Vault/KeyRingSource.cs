using Microsoft.Extensions.Logging;

namespace Connectors.Core.Vault;

/// <summary>
/// The key ring as it is now: a file is read again every ten seconds, so that a new key counts without a restart. A file that
/// can't be read any more changes nothing but the log.
/// </summary>
public sealed partial class KeyRingSource : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    // Whoever meets an unknown id asks for a look at the file, and an id may come from a stranger.
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer? _timer;
    private string _text;
    private long _lookedAt;
    private volatile KeyRing _current;

    private KeyRingSource(string place, string text, bool isFile, TimeProvider time, ILogger logger)
    {
        _path = place;
        _text = text;
        _time = time;
        _logger = logger;
        _lookedAt = time.GetTimestamp();
        _current = KeyRing.Parse(text, place);
        _timer = isFile ? time.CreateTimer(_ => Look(), null, Interval, Interval) : null;
    }

    /// <summary>The ring as it was last read.</summary>
    public KeyRing Current => _current;

    /// <summary>A ring in a file; made where there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told of changes.</param>
    /// <exception cref="InvalidDataException">The file can't be read as a ring.</exception>
    public static KeyRingSource FromFile(string path, TimeProvider time, ILogger<KeyRingSource> logger)
    {
        if (KeyRingFile.Create(path, time))
        {
            Log.Made(logger, path);
        }
        else if (KeyRingFile.IsOpenToOthers(path))
        {
            Log.OpenToOthers(logger, path);
        }

        return new KeyRingSource(path, File.ReadAllText(path), isFile: true, time, logger);
    }

    /// <summary>A ring in an environment variable; it can't change while the process lives.</summary>
    /// <param name="text">Its lines; a semicolon ends one too.</param>
    /// <param name="variable">The variable's name.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told of changes, of which there are none.</param>
    /// <exception cref="InvalidDataException">The text can't be read as a ring.</exception>
    public static KeyRingSource FromVariable(string text, string variable, TimeProvider time, ILogger<KeyRingSource> logger) =>
        new(variable, text.Replace(';', '\n'), isFile: false, time, logger);

    /// <summary>Finds a key; one that isn't there may just have been added, so the file is looked at, though not too often.</summary>
    /// <param name="purpose">One of <see cref="KeyRing.Purposes"/>.</param>
    /// <param name="id">Its id.</param>
    public RingKey? Find(string purpose, string id)
    {
        if (_current.Find(purpose, id) is { } key)
        {
            return key;
        }

        if (_timer is not null && _time.GetElapsedTime(Interlocked.Read(ref _lookedAt)) >= ShortestInterval)
        {
            Look();
        }

        return _current.Find(purpose, id);
    }

    /// <summary>Looks at the file no more.</summary>
    public void Dispose() => _timer?.Dispose();

    private void Look()
    {
        lock (_lock)
        {
            Interlocked.Exchange(ref _lookedAt, _time.GetTimestamp());
            try
            {
                var text = File.ReadAllText(_path);
                if (text == _text)
                {
                    return;
                }

                // Remembered even if it is wrong: each fault is told once.
                _text = text;
                _current = KeyRing.Parse(text, _path);
                Log.Changed(_logger, _path, _current.Current(KeyRing.KeyEncryption).Id, _current.Current(KeyRing.Mac).Id);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                if (e is InvalidDataException || _text.Length > 0)
                {
                    Log.Unreadable(_logger, _path, e.Message);
                }

                // A file that is away is told once too, and what it holds when it is back is new.
                _text = e is InvalidDataException ? _text : string.Empty;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4011, LogLevel.Warning, "The key ring {Ring} was made: back it up apart from the database")]
        public static partial void Made(ILogger logger, string ring);

        [LoggerMessage(4012, LogLevel.Warning, "The key ring {Ring} was found readable for everyone: only its owner should read it")]
        public static partial void OpenToOthers(ILogger logger, string ring);

        [LoggerMessage(4013, LogLevel.Information, "The key ring {Ring} was read anew; {Kek} wraps now, {Mac} signs")]
        public static partial void Changed(ILogger logger, string ring, string kek, string mac);

        [LoggerMessage(4014, LogLevel.Error, "The key ring {Ring} could not be read anew, the one before is kept: {Fault}")]
        public static partial void Unreadable(ILogger logger, string ring, string fault);
    }
}
