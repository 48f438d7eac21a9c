namespace Connectors.Providers.Cartesia.Dialog;

/// <summary>
/// What each event of the server (Cartesia docs, "Web Calls", server events) does to the call. What isn't listed does nothing; it
/// reaches the listener as a raw event only.
/// </summary>
internal static class ServerEvents
{
    /// <summary>Takes one event.</summary>
    /// <param name="conversation">Changed by it.</param>
    /// <param name="name">The event.</param>
    public static void Apply(Conversation conversation, string name)
    {
        switch (name)
        {
            case "clear":
                conversation.Turns.Clear();
                break;
            case "transfer_call":
                conversation.Warn("transfer-ignored", "The agent wanted to transfer the call, which only telephones can.");
                break;
            default:
                break;
        }
    }
}
