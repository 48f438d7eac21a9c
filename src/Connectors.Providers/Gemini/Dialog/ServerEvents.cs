using System.Text.Json;
using Connectors.Events;

namespace Connectors.Providers.Gemini.Dialog;

/// <summary>
/// What a message of the server (Live API reference, "BidiGenerateContentServerMessage") does to the conversation. One
/// message may tell several things at once; its audio comes between <see cref="ApplyBeforeAudio"/> and
/// <see cref="ApplyAfterAudio"/>. What isn't listed does nothing; it reaches the listener as a raw event only.
/// </summary>
internal static class ServerEvents
{
    /// <summary>What comes before the message's audio.</summary>
    /// <param name="conversation">Changed by it.</param>
    /// <param name="setup">Waits for <c>setupComplete</c>.</param>
    /// <param name="message">The whole message.</param>
    public static void ApplyBeforeAudio(Conversation conversation, SessionSetup setup, JsonElement message)
    {
        if (message.Member("setupComplete") is { ValueKind: JsonValueKind.Object } complete)
        {
            setup.Complete(complete.Text("sessionId"));
        }

        if (message.Member("error") is { ValueKind: JsonValueKind.Object } error)
        {
            ServerErrors.Apply(conversation, error);
        }

        var content = message.Member("serverContent");
        var heard = content.Member("inputTranscription");
        if (heard.Text("text") is { } text)
        {
            conversation.Turns.ExpectAnswer();
            conversation.UserTranscript.Add(text);
        }

        if (heard.IsTrue("finished"))
        {
            conversation.UserTranscript.Finish();
        }

        if (content.IsTrue("interrupted"))
        {
            conversation.UserTranscript.Finish();
            conversation.Turns.Interrupt();
        }
    }

    /// <summary>What comes after the message's audio.</summary>
    /// <param name="conversation">Changed by it.</param>
    /// <param name="message">The whole message.</param>
    public static void ApplyAfterAudio(Conversation conversation, JsonElement message)
    {
        ApplyActivity(conversation, message.Member("voiceActivity").Text("voiceActivityType"));
        ApplyCalls(conversation, message);
        ApplyContentEnd(conversation, message.Member("serverContent"));
        if (message.Member("goAway") is { ValueKind: JsonValueKind.Object } away)
        {
            conversation.OnGoAway(Wire.TimeText.Read(away.Text("timeLeft")));
        }

        // While it is not resumable no newer handle comes, and the last one stays good.
        var resumption = message.Member("sessionResumptionUpdate");
        if (resumption.IsTrue("resumable") && resumption.Text("newHandle") is { Length: > 0 } handle)
        {
            conversation.Outbox.Add(new AgentEvent.ResumeToken(handle));
        }

        if (message.Member("usageMetadata") is { ValueKind: JsonValueKind.Object } usage)
        {
            conversation.Outbox.Add(
                new AgentEvent.Usage(usage.Number("promptTokenCount") ?? 0, usage.Number("responseTokenCount") ?? 0));
        }
    }

    /// <summary>The audio in a message, in base64 with its type, in order.</summary>
    public static IEnumerable<JsonElement> Audio(JsonElement message) => message.Member("serverContent").Member("modelTurn").Items("parts")
        .Select(static part => part.Member("inlineData"))
        .Where(static blob => blob.ValueKind == JsonValueKind.Object);

    private static void ApplyContentEnd(Conversation conversation, JsonElement content)
    {
        if (content.Member("outputTranscription").Text("text") is { Length: > 0 } text)
        {
            conversation.Turns.AddText(text);
        }

        if (content.IsTrue("generationComplete"))
        {
            conversation.UserTranscript.Finish();
            conversation.Turns.EndAudio();
        }

        if (content.IsTrue("turnComplete"))
        {
            conversation.OnTurnComplete();
        }
    }

    private static void ApplyActivity(Conversation conversation, string? activity)
    {
        if (activity == "ACTIVITY_START")
        {
            conversation.Outbox.Add(new AgentEvent.UserSpeechStarted());
        }
        else if (activity == "ACTIVITY_END")
        {
            conversation.Outbox.Add(new AgentEvent.UserSpeechStopped());
        }
    }

    private static void ApplyCalls(Conversation conversation, JsonElement message)
    {
        foreach (var call in message.Member("toolCall").Items("functionCalls"))
        {
            if (call.Text("id") is { Length: > 0 } id && call.Text("name") is { Length: > 0 } name)
            {
                var arguments = call.Member("args");
                conversation.UserTranscript.Finish();
                conversation.Tools.Announce(id, name, arguments.ValueKind == JsonValueKind.Object ? arguments.GetRawText() : "{}");
            }
        }

        conversation.Tools.Cancel(message.Member("toolCallCancellation").Texts("ids"));
        conversation.OnToolsChanged();
    }
}
