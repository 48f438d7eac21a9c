using System.Collections.Concurrent;
using System.Diagnostics;
using Connectors.Integration.Tests.Sessions;

namespace Connectors.Integration.Tests.Api;

/// <summary>Keeps everything that any trace of this process says: names, tags, events.</summary>
internal sealed class TraceCapture : IDisposable
{
    private readonly ConcurrentQueue<string> _spans = new();
    private readonly ActivityListener _listener;

    public TraceCapture()
    {
        _listener = new()
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => _spans.Enqueue(TextOf(activity)),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyCollection<string> Spans => _spans;

    /// <summary>Fails if one of these texts is in any trace, as it is, in base64 or encoded for a URL.</summary>
    public void AssertHides(IEnumerable<string> texts)
    {
        var search = new SecretSearch(texts);
        Assert.Empty(_spans.SelectMany(span => search.In(span).Select(found => $"'{found}' in: {span}")));
    }

    public void Dispose() => _listener.Dispose();

    private static string TextOf(Activity activity)
    {
        var tags = string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"));
        var events = string.Join(' ', activity.Events.SelectMany(e => e.Tags.Select(tag => $"{e.Name} {tag.Key}={tag.Value}")));
        return $"{activity.OperationName} {activity.DisplayName} {activity.StatusDescription} {tags} {events}";
    }
}
