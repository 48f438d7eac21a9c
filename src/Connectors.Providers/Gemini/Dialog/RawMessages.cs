using System.Text;
using System.Text.Json;
using Connectors.Events;

namespace Connectors.Providers.Gemini.Dialog;

/// <summary>What passes through as it is: a message's members one by one, for they are what Gemini has instead of types.</summary>
internal static class RawMessages
{
    // The setup's answer says nothing, and the handle of a conversation is a secret.
    private static readonly string[] Kept = ["setupComplete", "sessionResumptionUpdate"];

    /// <summary>The raw events of a message, without its audio.</summary>
    /// <param name="message">The whole message.</param>
    public static IEnumerable<AgentEvent.Raw> Of(JsonElement message)
    {
        foreach (var member in message.EnumerateObject())
        {
            if (NameOf(member) is not { Length: > 0 } name || member.Value.ValueKind != JsonValueKind.Object || Kept.Contains(name))
            {
                continue;
            }

            if (name != "serverContent")
            {
                yield return new(name, Encoding.UTF8.GetBytes(member.Value.GetRawText()));
            }
            else if (WithoutAudio(member.Value) is { } content)
            {
                yield return new(name, content);
            }
        }
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            // A name with half a surrogate.
            return null;
        }
    }

    // Put together from the members' own text, which may hold what can be copied but not written (half a surrogate).
    private static ReadOnlyMemory<byte>? WithoutAudio(JsonElement content)
    {
        var members = content.EnumerateObject().Where(static member => NameOf(member) is { } name && name != "modelTurn")
            .Select(static member => member.ToString()).ToList();
        return members.Count == 0 ? null : Encoding.UTF8.GetBytes($"{{{string.Join(',', members)}}}");
    }
}
