namespace Connectors.Core.Bridging;

/// <summary>Something that is said in a session without an agent, while it comes in and until it is over.</summary>
/// <param name="id">Its id.</param>
/// <param name="turn">The turn that it is.</param>
internal sealed class Say(string id, long turn)
{
    public string Id => id;

    public long Turn => turn;

    /// <summary>Whether no more of it will come.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Whether audio of it has come.</summary>
    public bool HasAudio { get; set; }

    /// <summary>Whether the first chunk can be made of it.</summary>
    public bool HasEnough { get; set; }

    public override string ToString() => id;
}
