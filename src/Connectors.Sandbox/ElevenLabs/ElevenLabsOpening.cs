namespace Connectors.Sandbox.ElevenLabs;

/// <summary>How a conversation begins: a place within the plan's limit, the client's first message, the metadata.</summary>
/// <param name="conversation">Whose.</param>
/// <param name="behaviour">The agent's setup.</param>
/// <param name="faults">What goes wrong.</param>
/// <param name="places">Conversations at once.</param>
internal sealed class ElevenLabsOpening(
    ElevenLabsConversation conversation, ElevenLabsBehaviour behaviour, ElevenLabsFaults faults, ElevenLabsPlaces places)
{
    /// <summary>Takes one of the plan's places, waiting for it if the workspace queues.</summary>
    public async Task<bool> TakePlaceAsync(CancellationToken over)
    {
        var limit = behaviour.Account.ConcurrencyLimit;
        if (places.TryTake(limit))
        {
            return true;
        }

        if (behaviour.QueueTimeout is not { } patience)
        {
            await conversation.EndAsync(new(1008, "unknown", "Too many concurrent requests: this workspace is at its concurrency limit."));
            return false;
        }

        await conversation.SendEventAsync("queue_status", ElevenLabsMessages.Queue("waiting"));
        var isAdmitted = await places.TakeAsync(limit, patience, over);
        await conversation.SendEventAsync("queue_status", ElevenLabsMessages.Queue(isAdmitted ? "admitted" : "timed_out"));
        if (!isAdmitted)
        {
            await conversation.Socket.CloseAsync(4300, "Queue timed out");
        }

        return isAdmitted;
    }

    /// <summary>Reads the client's first message and answers with the metadata.</summary>
    /// <returns>The client's wishes, or null if the conversation was refused.</returns>
    public async Task<InitiationData?> RunAsync()
    {
        if (await conversation.ReadAsync() is not { } first)
        {
            return null;
        }

        conversation.Received.Add(first);
        var data = InitiationData.Read(first, behaviour, out var refusal);
        if ((refusal ?? BeforeMetadata(data!)) is { } early)
        {
            await conversation.EndAsync(early);
            return null;
        }

        if (faults.NoMetadata)
        {
            return data;
        }

        await conversation.SendEventAsync(
            "conversation_initiation_metadata",
            ElevenLabsMessages.Metadata(conversation.Id, behaviour.InputFormat, behaviour.OutputFormat));
        if (AfterMetadata(data!) is { } late)
        {
            await conversation.EndAsync(late);
            return null;
        }

        return data;
    }

    private static Refusal Forbidden(InitiationData data) =>
        new(1008, "override_error", $"Override for field '{data.ForbiddenOverride}' is not allowed by config.");

    private Refusal? BeforeMetadata(InitiationData data)
    {
        if (data.ForbiddenOverride is not null && faults.OverrideRefusal == RefusalMoment.BeforeMetadata)
        {
            return Forbidden(data);
        }

        return faults.Close is { After: null } close ? new(close.Code, close.ErrorType, close.Reason) : null;
    }

    private Refusal? AfterMetadata(InitiationData data)
    {
        if (data.ForbiddenOverride is not null && faults.OverrideRefusal == RefusalMoment.AfterMetadata)
        {
            return Forbidden(data);
        }

        var names = string.Join("', '", data.MissingVariables);
        return names.Length == 0 ? null : new(1008, "missing_dynamic_variable", $"Missing required dynamic variables: {{'{names}'}}");
    }
}
