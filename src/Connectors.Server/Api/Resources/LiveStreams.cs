using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using Connectors.Core.Records;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Desk;
using Connectors.Core.Vault;
using Connectors.Server.Api.Contracts;
using Connectors.Server.Api.Http;

namespace Connectors.Server.Api.Resources;

/// <summary>
/// What a page needs to show a tenant's sessions as they are, in one stream: how they stand, and what happens in one of them. A reader
/// that is slow makes what is told wait, never a session: sessions are told as they stand by then, and events are caught up from where
/// they are kept.
/// </summary>
/// <param name="desk">Watches one.</param>
/// <param name="following">Follows all.</param>
/// <param name="time">The clock.</param>
internal sealed class LiveStreams(SessionDesk desk, SessionFollowing following, TimeProvider time)
{
    /// <summary>Streams at once of a tenant on this node.</summary>
    public const int MostOfTenant = 20;

    /// <summary>Then it ends and its reader comes again: whose key was withdrawn doesn't.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private const int Queue = 16;

    // A session that is on has told nothing more: its node is going, or the reader was too slow.
    private static readonly TimeSpan PauseToWatchAgain = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _open = new(StringComparer.Ordinal);

    /// <summary>Takes the place of a stream, which is given back by disposing of it; null: the tenant has enough.</summary>
    public IDisposable? Enter(string tenantId)
    {
        lock (_lock)
        {
            var open = _open.GetValueOrDefault(tenantId);
            if (open == MostOfTenant)
            {
                return null;
            }

            _open[tenantId] = open + 1;
            return new Place(this, tenantId);
        }
    }

    /// <summary>Runs a stream.</summary>
    /// <param name="tenantId">Whose sessions.</param>
    /// <param name="watched">The one whose events are told too, and the place of the last one seen; or null.</param>
    /// <param name="cancel">Ends it.</param>
    public async IAsyncEnumerable<byte[]> RunAsync(
        string tenantId, (string Id, long After)? watched, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var limit = new CancellationTokenSource(Longest, time);
        var frames = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(Queue) { SingleReader = true });
        await using var registration = limit.Token.Register(() => frames.Writer.TryComplete());
        Task[] telling =
        [
            TellAsync(frames.Writer, following.FollowAsync(tenantId, watched?.Id, stop.Token).Select(Frame), stop.Token),
            watched is var (id, after)
                ? TellAsync(frames.Writer, EventsAsync(tenantId, id, after, stop.Token), stop.Token)
                : Task.CompletedTask,
        ];
        try
        {
            await foreach (var frame in frames.Reader.ReadAllAsync(stop.Token))
            {
                yield return frame;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(telling);
        }
    }

    private static byte[] Frame(FollowedChange change) => change switch
    {
        FollowedChange.Stands stands => Frame("session"u8, LiveSessionView.From(stands.Session), ApiJson.Default.LiveSessionView),
        FollowedChange.AllTold all => Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"event: sessions.told\ndata: {{\"type\":\"sessions.told\",\"count\":{all.Count}}}\n\n")),
        _ => [],
    };

    private static byte[] Frame<T>(ReadOnlySpan<byte> type, T data, JsonTypeInfo<T> contract) =>
        [.. "event: "u8, .. type, .. "\ndata: "u8, .. JsonSerializer.SerializeToUtf8Bytes(data, contract), .. "\n\n"u8];

    // Where the store is away, or what it has can't be opened, the stream ends: its reader comes again, after a pause.
    private static async Task TellAsync(ChannelWriter<byte[]> frames, IAsyncEnumerable<byte[]> source, CancellationToken cancel)
    {
        try
        {
            await foreach (var frame in source.WithCancellation(cancel))
            {
                await frames.WriteAsync(frame, cancel);
            }
        }
        catch (StoreUnavailableException)
        {
            End(frames, Problems.StoreAway);
        }
        catch (VaultException)
        {
            End(frames, Problems.VaultClosed);
        }
        catch (Exception e) when (e is ChannelClosedException || (e is OperationCanceledException && cancel.IsCancellationRequested))
        {
            frames.TryComplete();
        }
        catch (Exception e)
        {
            frames.TryComplete(e);
        }
    }

    // Where the queue is full its reader is slow, and gets the end alone.
    private static void End(ChannelWriter<byte[]> frames, Problem problem)
    {
        frames.TryWrite(Frame("problem"u8, problem, ApiJson.Default.Problem));
        frames.TryComplete();
    }

    private async IAsyncEnumerable<byte[]> EventsAsync(
        string tenantId, string id, long after, [EnumeratorCancellation] CancellationToken cancel)
    {
        var isOver = false;
        while (!isOver
            && await desk.FindAsync(tenantId, id, cancel) is { State: var before }
            && await desk.WatchAsync(tenantId, id, after, cancel) is { } events)
        {
            var seen = after;
            await foreach (var watched in events.WithCancellation(cancel))
            {
                if (watched is WatchedEvent.Happened { Entry: var entry })
                {
                    after = entry.Sequence;
                    isOver |= entry.Event is SessionEvent.Ended;
                }

                yield return SessionEventStream.Frame(watched);
            }

            // Of one that had ended before, nothing may be left to tell. Of one that ends while it is watched, the end may be: a watch
            // is over early where its reader is slow, or another node goes on with the session.
            isOver |= before == SessionState.Ended && after == seen;
            if (!isOver)
            {
                await Task.Delay(PauseToWatchAgain, time, cancel);
            }
        }
    }

    private void Leave(string tenantId)
    {
        lock (_lock)
        {
            if (--_open[tenantId] == 0)
            {
                _open.Remove(tenantId);
            }
        }
    }

    private sealed class Place(LiveStreams streams, string tenantId) : IDisposable
    {
        public void Dispose() => streams.Leave(tenantId);
    }
}
