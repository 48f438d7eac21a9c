namespace Connectors.Sandbox.ElevenLabs;

/// <summary>Event ids of one conversation, shared by all its events, so that audio ids have gaps.</summary>
internal sealed class EventIds
{
    private long _last;

    public long Next() => Interlocked.Increment(ref _last);
}
