namespace Connectors.Core.Webhooks;

/// <summary>Hands out the places for attempts, and tells those that found none when to come again.</summary>
/// <param name="limits">How many there are.</param>
internal sealed class SendSlots(SendLimits limits)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    // What a receiver that works, or doesn't, is expected to take: whoever waits comes again one after the other.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FailingPace = WebhookClient.Limit;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _queues = new(StringComparer.Ordinal);
    private int _total;
    private int _failing;

    public SlotAnswer Take(Webhook webhook)
    {
        lock (_lock)
        {
            if (_total == limits.Total)
            {
                return SlotAnswer.Full;
            }

            var isFailing = webhook.FailingSince is not null;
            if (_taken.GetValueOrDefault(Name(webhook)) >= (isFailing ? 1 : limits.Webhook)
                || _taken.GetValueOrDefault(webhook.TenantId) >= limits.Tenant
                || (isFailing && _failing >= limits.Failing))
            {
                return SlotAnswer.Busy;
            }

            Count(webhook, isFailing, 1);
            return SlotAnswer.Taken;
        }
    }

    /// <summary>Gives a place back; the webhook as it was when it was taken.</summary>
    public void Release(Webhook webhook)
    {
        lock (_lock)
        {
            Count(webhook, webhook.FailingSince is not null, -1);
        }
    }

    /// <summary>When a delivery that found no place shall try again.</summary>
    public DateTimeOffset NextTurn(Webhook webhook, DateTimeOffset now)
    {
        lock (_lock)
        {
            foreach (var gone in _queues.Where(queue => queue.Value < now).Select(queue => queue.Key).ToList())
            {
                _queues.Remove(gone);
            }

            var pace = webhook.FailingSince is null ? Pace : FailingPace;
            var turn = _queues.TryGetValue(Name(webhook), out var last) ? last + pace : now + FirstPause;
            return _queues[Name(webhook)] = turn > now + LongestPause ? now + LongestPause : turn;
        }
    }

    private static string Name(Webhook webhook) => $"{webhook.TenantId}/{webhook.Id}";

    private void Count(Webhook webhook, bool isFailing, int by)
    {
        _total += by;
        _failing += isFailing ? by : 0;
        Count(Name(webhook), by);
        Count(webhook.TenantId, by);
    }

    private void Count(string name, int by)
    {
        var count = _taken.GetValueOrDefault(name) + by;
        if (count == 0)
        {
            _taken.Remove(name);
        }
        else
        {
            _taken[name] = count;
        }
    }
}
