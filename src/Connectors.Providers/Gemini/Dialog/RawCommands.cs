using System.Text.Json;
using Connectors.Providers.Gemini.Wire;
using Connectors.Transport;

namespace Connectors.Providers.Gemini.Dialog;

/// <summary>
/// Gemini's own messages that a client may send through us: text, and the marks by which it says where the user's turns begin
/// and end. Not <c>setup</c>, which comes once, and no tool responses, which have a way of their own.
/// </summary>
internal static class RawCommands
{
    private const int LongestText = 100_000;

    private static readonly string[] Marks = ["activityStart", "activityEnd", "audioStreamEnd"];

    /// <summary>Sends a message if it is allowed.</summary>
    /// <param name="conversation">The conversation.</param>
    /// <param name="type">Its one member.</param>
    /// <param name="data">That member's value.</param>
    /// <param name="sendBehindAudio">Queues a message that must not overtake the audio before it.</param>
    public static SendResult Send(Conversation conversation, string type, JsonElement data, Func<MessageBuffer, bool> sendBehindAudio)
    {
        if (type != "realtimeInput")
        {
            return SendResult.NotSupported;
        }

        if (data.Text("text") is { } text && !string.IsNullOrWhiteSpace(text) && text.Length <= LongestText)
        {
            return conversation.AddUserText(text);
        }

        foreach (var mark in Marks)
        {
            if (data.Member(mark).ValueKind is JsonValueKind.Object or JsonValueKind.True)
            {
                return sendBehindAudio(ClientMessages.Mark(mark)) ? SendResult.Accepted : SendResult.NotOpen;
            }
        }

        return SendResult.Invalid;
    }
}
