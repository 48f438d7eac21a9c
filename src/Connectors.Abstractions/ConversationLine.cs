namespace Connectors;

/// <summary>One thing that was said in a conversation.</summary>
/// <param name="Speaker">Who said it.</param>
/// <param name="Text">What was said; of an interrupted turn only what was heard.</param>
public sealed record ConversationLine(Speaker Speaker, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ConversationLine);
}
