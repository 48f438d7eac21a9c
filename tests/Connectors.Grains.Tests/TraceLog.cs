using System.Collections.Concurrent;
using System.Diagnostics;

namespace Connectors.Grains.Tests;

/// <summary>Keeps the activities of some sources, as the exporter of the OpenTelemetry SDK would get them.</summary>
internal sealed class TraceLog : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    /// <param name="sources">Names; one that ends in an asterisk is a beginning, as for <c>AddSource</c>.</param>
    public TraceLog(params string[] sources)
    {
        _listener = new()
        {
            ShouldListenTo = source => sources.Any(name => Matches(name, source.Name)),
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>What is over of a trace, in the order of its beginning.</summary>
    public IReadOnlyList<Activity> Of(ActivityTraceId trace) =>
        [.. _ended.Where(activity => activity.TraceId == trace).OrderBy(activity => activity.StartTimeUtc)];

    public void Dispose() => _listener.Dispose();

    private static bool Matches(string wanted, string name) =>
        wanted.EndsWith('*') ? name.StartsWith(wanted[..^1], StringComparison.Ordinal) : name == wanted;
}
