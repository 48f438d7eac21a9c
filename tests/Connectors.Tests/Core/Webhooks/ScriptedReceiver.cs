using System.Collections.Concurrent;
using System.Net;

namespace Connectors.Tests.Core.Webhooks;

/// <summary>Receivers of webhooks by their host's name, each answering as it is told.</summary>
internal sealed class ScriptedReceiver : HttpMessageHandler
{
    private readonly ConcurrentQueue<Received> _received = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _stalls = new();
    private int _atOnce;

    public IReadOnlyList<Received> Received => [.. _received];

    /// <summary>Answers by host; 200 where there is none.</summary>
    public ConcurrentDictionary<string, Func<HttpResponseMessage>> Answers { get; } = new();

    public int MostAtOnce { get; private set; }

    public int To(string host) => _received.Count(one => one.Host == host);

    /// <summary>Lets a host answer nothing, until <see cref="Resume"/>.</summary>
    public void Stall(string host) => _stalls[host] = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Resume(string host)
    {
        if (_stalls.TryRemove(host, out var stall))
        {
            stall.SetResult();
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var host = request.RequestUri!.Host;
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _atOnce));
        try
        {
            _received.Enqueue(new(
                host, Header(request, "webhook-id"), Header(request, "webhook-timestamp"), Header(request, "webhook-signature"), body,
                request.Content.Headers.ContentType?.MediaType));
            if (_stalls.TryGetValue(host, out var stall))
            {
                await stall.Task.WaitAsync(cancellationToken);
            }

            return Answers.TryGetValue(host, out var answer) ? answer() : new(HttpStatusCode.OK);
        }
        finally
        {
            Interlocked.Decrement(ref _atOnce);
        }
    }

    private static string Header(HttpRequestMessage request, string name) => request.Headers.GetValues(name).Single();
}
