using Connectors.LiveKit.Protocol;

namespace Connectors.LiveKit.Publishing;

/// <summary>A published audio track. What is captured sounds at real-time pace.</summary>
/// <param name="publication">The track.</param>
/// <param name="sampleRate">Hz.</param>
internal sealed class AudioPublication(Publication publication, int sampleRate) : IAsyncDisposable
{
    /// <summary>Hz.</summary>
    public int SampleRate => sampleRate;

    /// <summary>The server's id of the track.</summary>
    public string TrackId => publication.TrackId;

    /// <summary>Queues samples; completes when there is place for more, which is what keeps the pace.</summary>
    /// <param name="samples">Mono; copied before the call returns; whole multiples of 10 ms.</param>
    /// <returns>False if the track is gone.</returns>
    public async Task<bool> CaptureAsync(ReadOnlyMemory<short> samples)
    {
        var reply = await Request(samples.Span);
        return reply is not null && !reply.CaptureAudioFrame.HasError;
    }

    /// <summary>Drops what is queued.</summary>
    public void Clear() =>
        _ = publication.Library.TryRequest(new FfiRequest { ClearAudioBuffer = new() { SourceHandle = publication.Source } }, out _);

    /// <summary>Mutes or unmutes it, as a user does.</summary>
    /// <param name="isMuted">New state.</param>
    public void Mute(bool isMuted) => publication.Mute(isMuted);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await publication.UnpublishAsync();

    private unsafe Task<FfiEvent?> Request(ReadOnlySpan<short> samples)
    {
        fixed (short* data = samples)
        {
            var buffer = new AudioFrameBufferInfo
            {
                DataPtr = (ulong)data,
                NumChannels = 1,
                SampleRate = (uint)sampleRate,
                SamplesPerChannel = (uint)samples.Length,
            };
            return publication.Library.RequestAsync(id => new()
            {
                CaptureAudioFrame = new() { SourceHandle = publication.Source, Buffer = buffer, RequestAsyncId = id },
            });
        }
    }
}
