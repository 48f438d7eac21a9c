using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Connectors.Sandbox.LiveAvatar.Lite;

/// <summary>
/// How the avatar speaks (facts/liveavatar.md §2.1, §2.4): utterances queue, an interrupt clears all of them, one without
/// <c>speak_end</c> never ends, one whose first chunk is too short waits for it. One loop owns the state; the body says
/// when something sounds.
/// </summary>
/// <param name="body">What sounds.</param>
/// <param name="switches">Delays and limits.</param>
/// <param name="time">Clock.</param>
/// <param name="tell">Sends an event; returns at once.</param>
internal sealed class SpeechPlayer(
    IAvatarBody body, LiveAvatarSwitches switches, TimeProvider time, Action<string, Utterance?, JsonObject> tell) : IAsyncDisposable
{
    // Commands are posted one at a time by the socket's reader, which waits for each; the rest are a few timers.
    private readonly Channel<Action> _steps = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Queue<Utterance> _queue = new();

    private Task _loop = Task.CompletedTask;
    private Utterance? _open;
    private ITimer? _render;
    private string _state = "idle";
    private bool _listening;
    private bool _isPlaying;
    private bool _soundDue;

    public void Start()
    {
        body.PlayingChanged = playing => _steps.Writer.TryWrite(() => OnPlaying(playing));
        _loop = Task.Run(RunAsync);
    }

    public Task SpeakAsync(string? id, byte[] pcm) => PostAsync(() => OnSpeak(id, pcm));

    public Task EndAsync(string? id) => PostAsync(() => OnEnd(id));

    public Task InterruptAsync() => PostAsync(OnInterrupt);

    public Task ListenAsync(bool listening) => PostAsync(() => OnListen(listening));

    /// <summary>Forgets everything, without a word: the state of a new socket.</summary>
    public Task ResetAsync() => PostAsync(() => Forget("idle"));

    /// <summary>The id of the utterance that takes chunks now, where it has one.</summary>
    public string? OpenId => _open?.Id;

    public async ValueTask DisposeAsync()
    {
        _steps.Writer.TryComplete();
        await _loop;
        _render?.Dispose();
    }

    private async Task RunAsync()
    {
        await foreach (var step in _steps.Reader.ReadAllAsync())
        {
            step();
        }
    }

    private Task PostAsync(Action step)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var posted = _steps.Writer.TryWrite(() =>
        {
            step();
            done.SetResult();
        });
        return posted ? done.Task : Task.CompletedTask;
    }

    private void OnSpeak(string? id, byte[] pcm)
    {
        if (_open is null)
        {
            _open = new(id, time.GetTimestamp());
            _queue.Enqueue(_open);
        }

        tell("agent.audio_buffer_appended", _open, []);
        if (_open.IsReleased)
        {
            Play(pcm);
        }
        else
        {
            _open.Hold(pcm);
            Advance();
        }
    }

    private void OnEnd(string? id)
    {
        // One that comes after an interrupt has nothing to end; clients send it all the same (§2.4.4).
        if (_open is { } open)
        {
            _open = null;
            open.IsEnded = true;
            tell("agent.audio_buffer_committed", open, []);
            Advance();
            Finish();
        }
        else
        {
            tell("agent.audio_buffer_committed", id is null ? null : new(id, 0), []);
        }
    }

    private void OnInterrupt()
    {
        var speaking = _queue.TryPeek(out var first) && first.IsStarted;
        var hadAudio = _queue.Count > 0;
        Forget(_state);
        if (hadAudio)
        {
            tell("agent.audio_buffer_cleared", first, []);
        }

        if (speaking)
        {
            tell("agent.speak_interrupted", first, []);
            SetState(_listening ? "listening" : "idle");
        }
    }

    private void OnListen(bool listening)
    {
        _listening = listening;
        if (_state != "talking")
        {
            SetState(listening ? "listening" : "idle");
        }
    }

    private void OnPlaying(bool playing)
    {
        _isPlaying = playing;
        _soundDue &= playing;
        if (playing && _queue.TryPeek(out var first) && first is { IsReleased: true, IsStarted: false })
        {
            first.IsStarted = true;
            SetState("talking");
            tell("agent.speak_started", first, []);
        }

        Finish();
    }

    // The first in the queue may sound: it is long enough or whole, and the delay since its first chunk has passed.
    private void Advance()
    {
        if (!_queue.TryPeek(out var first) || first.IsReleased || _render is not null
            || !(first.IsEnded || first.FirstChunk >= switches.FirstChunk))
        {
            return;
        }

        var wait = switches.RenderDelay - time.GetElapsedTime(first.Arrived);
        if (wait <= TimeSpan.Zero)
        {
            Release(first);
            return;
        }

        _render = time.CreateTimer(
            _ => _steps.Writer.TryWrite(() => OnRendered(first)), null, wait, Timeout.InfiniteTimeSpan);
    }

    private void OnRendered(Utterance first)
    {
        if (_queue.TryPeek(out var current) && current == first && !first.IsReleased)
        {
            _render?.Dispose();
            _render = null;
            Release(first);
        }
    }

    private void Release(Utterance first)
    {
        foreach (var pcm in first.Release())
        {
            Play(pcm);
        }
    }

    private void Play(byte[] pcm)
    {
        // An odd byte is garbage for the whole of what follows; the body plays what is left of it.
        _soundDue |= pcm.Length > 1;
        body.Play(pcm);
    }

    private void Finish()
    {
        if (_queue.TryPeek(out var first) && first is { IsEnded: true, IsReleased: true }
            && !_isPlaying && !_soundDue && body.Buffered == TimeSpan.Zero)
        {
            _queue.Dequeue();
            if (first.IsStarted)
            {
                tell("agent.speak_ended", first, []);
                SetState(_listening ? "listening" : "idle");
            }

            Advance();
        }
    }

    private void Forget(string state)
    {
        _render?.Dispose();
        _render = null;
        _queue.Clear();
        _open = null;
        _soundDue = false;
        _state = state;
        body.Clear();
    }

    private void SetState(string state)
    {
        if (_state != state)
        {
            tell("agent.state_updated", null, new() { ["previous_state"] = _state, ["new_state"] = state });
            _state = state;
        }
    }
}
