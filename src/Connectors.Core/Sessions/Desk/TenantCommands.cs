using System.Text.Json;
using System.Text.Json.Nodes;
using Connectors.Core.Rooms;
using Connectors.Core.Rooms.Messages;
using Connectors.Core.Tenancy;

namespace Connectors.Core.Sessions.Desk;

/// <summary>
/// What a tenant's backend may ask of a running session, as the commands that the user's page has too: one meaning for both.
/// </summary>
public static class TenantCommands
{
    private const string ContextMessage = "contextual_update";
    private const string ToolResultMessage = "client_tool_result";

    /// <summary>Say exactly this.</summary>
    /// <param name="text">1 to 10,000 characters.</param>
    public static Outcome<RoomCommand> Say(string? text) =>
        TextError(text) is { } error ? Refusal.Invalid(error) : new RoomCommand.SpeakText(null, text!);

    /// <summary>Silence now.</summary>
    public static Outcome<RoomCommand> Interrupt() => new RoomCommand.Interrupt(null);

    /// <summary>Answer this, as if the user had said it.</summary>
    /// <param name="text">1 to 10,000 characters.</param>
    public static Outcome<RoomCommand> UserText(string? text) =>
        TextError(text) is { } error ? Refusal.Invalid(error) : new RoomCommand.SpeakResponse(null, text!);

    /// <summary>Something that the agent should know without answering it.</summary>
    /// <param name="text">1 to 10,000 characters.</param>
    /// <param name="key">A later note with the same key replaces this one, where the provider can do that; or null.</param>
    public static Outcome<RoomCommand> AddContext(string? text, string? key) => TextError(text) is { } error
        ? Refusal.Invalid(error)
        : Message(ContextMessage, new JsonObject { ["text"] = text, ["context_id"] = key });

    /// <summary>The result of a tool call.</summary>
    /// <param name="callId">Id of the call.</param>
    /// <param name="result">Text, or any JSON.</param>
    /// <param name="isError">Whether the tool failed.</param>
    public static Outcome<RoomCommand> ToolResult(string? callId, JsonElement result, bool isError)
    {
        List<FieldError?> errors =
        [
            FieldError.UnlessLength("call_id", callId, 1, 200),
            result.ValueKind == JsonValueKind.Undefined ? new("result", "Is required.") : null,
        ];
        return errors.OfType<FieldError>().ToList() is { Count: > 0 } wrong
            ? Refusal.Invalid(wrong)
            : Message(
                ToolResultMessage,
                new JsonObject { ["tool_call_id"] = callId, ["result"] = JsonValue.Create(result), ["is_error"] = isError });
    }

    /// <summary>What the audit log calls a command; it says nothing of the command's content.</summary>
    internal static string ActionOf(RoomCommand command) => command switch
    {
        RoomCommand.SpeakText => "session.say",
        RoomCommand.Interrupt => "session.interrupt",
        RoomCommand.SpeakResponse => "session.text",
        RoomCommand.AgentMessage { Type: ContextMessage } => "session.context",
        RoomCommand.AgentMessage { Type: ToolResultMessage } => "session.tool-result",
        _ => "session.command",
    };

    private static FieldError? TextError(string? text) => FieldError.UnlessLength("text", text, 1, RoomLimits.TextLength);

    private static RoomCommand.AgentMessage Message(string type, JsonObject data)
    {
        using var document = JsonDocument.Parse(data.ToJsonString());
        return new RoomCommand.AgentMessage(null, type, document.RootElement.Clone());
    }
}
