namespace Connectors.Core.Transcripts;

/// <summary>
/// When the user was heard to speak, for transcripts that arrive later: often after the agent has begun to answer, and not
/// at all where something was taken for speech.
/// </summary>
internal sealed class Utterances
{
    private const int Kept = 8;

    private readonly List<Utterance> _list = [];

    public void Start(TimeSpan at)
    {
        if (_list is [.., { StoppedAt: null }])
        {
            return;
        }

        if (_list.Count == Kept)
        {
            _list.RemoveAt(0);
        }

        _list.Add(new Utterance(at, null));
    }

    public void Stop(TimeSpan at)
    {
        if (_list is [.., { StoppedAt: null } last])
        {
            _list[^1] = last with { StoppedAt = at };
        }
    }

    /// <summary>
    /// Takes the utterance to which a new text belongs. A final text follows its utterance's end, so it is the newest that
    /// has ended; an interim one comes while it goes on. Older ones will get no text any more.
    /// </summary>
    public Utterance? Take(bool isFinal)
    {
        var index = isFinal ? _list.FindLastIndex(utterance => utterance.StoppedAt is not null) : _list.Count - 1;
        index = index < 0 ? _list.Count - 1 : index;
        if (index < 0)
        {
            return null;
        }

        var taken = _list[index];
        _list.RemoveRange(0, index + 1);
        return taken;
    }

    internal readonly record struct Utterance(TimeSpan StartedAt, TimeSpan? StoppedAt);
}
