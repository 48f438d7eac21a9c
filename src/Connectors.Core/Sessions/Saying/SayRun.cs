using System.Buffers;
using Connectors.Core.Audio;
using Connectors.Core.Avatars;
using Connectors.Core.Rooms.Messages;

namespace Connectors.Core.Sessions.Saying;

/// <summary>
/// Brings one stream of audio into a session, wherever that is: as pieces in the avatar's format, as fast as the session takes them.
/// </summary>
internal sealed class SayRun(ISessionHost host, TimeProvider time, string sessionId, string sayId, SayAudioRequest request)
{
    /// <summary>Longest that is said at once.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    // A command has little overhead, and who speaks live waits for no more than this.
    private static readonly int SmallestPiece = (int)AvatarLimits.Audio.BytesOf(TimeSpan.FromMilliseconds(200));
    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BusyLimit = TimeSpan.FromSeconds(30);

    private static readonly CommandOutcome Stalled = new(
        SayOutcomes.Stalled, "No audio came for 10 seconds; what had come is said.");

    private static readonly CommandOutcome BrokeOff = new("audio-lost", "The audio broke off; what had come is said.");

    private static readonly CommandOutcome TooLong = new(
        SayOutcomes.TooLong, "More than 10 minutes of audio; the first 10 are said.");

    private static readonly CommandOutcome Over = new("session-ended", "The session has ended.");

    // Instead of a length.
    private const int Lost = -1;

    private readonly UploadedAudio _input = new(request.Format);
    private readonly ArrayBufferWriter<byte> _pcm = new(4 * SmallestPiece);
    private bool _hasBegun;
    private bool _hasEnded;
    private long _taken;

    /// <summary>Audio that the session took.</summary>
    public TimeSpan Taken => AvatarLimits.Audio.DurationOf(_taken);

    /// <summary>What is wrong with the audio itself, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>Runs to the end of the audio, or to where it can't go on.</summary>
    public async Task<CommandOutcome> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await PassAsync(cancellationToken);
        }
        finally
        {
            // What had come is said, and whoever gives up in the middle leaves nobody waiting for the rest.
            if (!_hasEnded && (_hasBegun || (_pcm.WrittenCount > 0 && Problem is null)))
            {
                await SendAsync(isLast: true, CancellationToken.None);
            }
        }
    }

    private async Task<CommandOutcome> PassAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        while (true)
        {
            if (await ReadAsync(buffer, cancellationToken) is not { } count)
            {
                return Stalled;
            }

            if (count == Lost)
            {
                return BrokeOff;
            }

            Problem = count == 0 ? _input.End(_pcm) : _input.Add(buffer.AsSpan(0, count), _pcm);
            Problem ??= count == 0 && _taken + _pcm.WrittenCount == 0 ? "There is no audio in it." : null;
            if (Problem is not null)
            {
                return new("bad-audio", Problem);
            }

            if (_taken + _pcm.WrittenCount > AvatarLimits.Audio.BytesOf(Longest))
            {
                return TooLong;
            }

            var outcome = await SendAsync(count == 0, cancellationToken);
            if (count == 0 || !outcome.IsAccepted)
            {
                return outcome;
            }
        }
    }

    // Null: nothing came for too long.
    private async Task<int?> ReadAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(ReadLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await request.Audio.ReadAsync(buffer, either.Token);
        }
        catch (IOException)
        {
            return Lost;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<CommandOutcome> SendAsync(bool isLast, CancellationToken cancellationToken)
    {
        var outcome = CommandOutcome.Accepted;
        var pcm = _pcm.WrittenMemory;
        while (outcome.IsAccepted && (pcm.Length >= SmallestPiece || isLast))
        {
            var piece = pcm[..Math.Min(pcm.Length, AvatarLimits.ChunkBytes)];
            pcm = pcm[piece.Length..];
            var ends = isLast && pcm.IsEmpty;
            outcome = await SendAsync(piece, ends, cancellationToken);
            if (ends)
            {
                break;
            }
        }

        var rest = pcm.ToArray();
        _pcm.ResetWrittenCount();
        _pcm.Write(rest);
        return outcome;
    }

    private async Task<CommandOutcome> SendAsync(ReadOnlyMemory<byte> piece, bool ends, CancellationToken cancellationToken)
    {
        var command = new RoomCommand.SayAudio(sayId, piece.ToArray(), !_hasBegun, ends)
        {
            Replaces = request.Replaces,
            Text = _hasBegun ? null : request.Text,
        };
        var begun = time.GetTimestamp();
        while (true)
        {
            var outcome = await host.CommandAsync(sessionId, command, cancellationToken) ?? Over;
            _hasEnded |= (ends && outcome.IsAccepted) || (!outcome.IsAccepted && !SayOutcomes.IsToBeRepeated(outcome.Reason));
            _hasBegun |= outcome.IsAccepted || outcome.Reason == SayOutcomes.Full;
            if (outcome.IsAccepted)
            {
                _taken += piece.Length;
            }

            var isImpatient = outcome.Reason == SayOutcomes.Busy && time.GetElapsedTime(begun) >= BusyLimit;
            if (!SayOutcomes.IsToBeRepeated(outcome.Reason) || isImpatient)
            {
                return outcome;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
