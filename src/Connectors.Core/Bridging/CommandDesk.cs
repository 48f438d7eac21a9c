using System.Text.Json;
using Connectors.Core.Rooms.Messages;
using Connectors.Core.Sessions;

namespace Connectors.Core.Bridging;

/// <summary>Carries out commands of the user's page and of the tenant; every one gets an answer.</summary>
internal sealed class CommandDesk(
    BridgeContext context, AgentSide? agent, AvatarSide? avatar, PushToTalk pushToTalk, ToolDesk tools, IBridgeCommands bridge)
{
    private static readonly CommandOutcome NoAgent = new("no-agent", "The session has no agent: name a voice, or say audio.");

    public CommandOutcome Carry(RoomCommand command)
    {
        var outcome = command switch
        {
            RoomCommand.Interrupt => Interrupt(InterruptionCause.Command),
            RoomCommand.SpeakText speak => Say(speak.Text),
            RoomCommand.SpeakResponse speak => UserText(speak.Text),
            RoomCommand.StartListening => Pose(listening: true),
            RoomCommand.StopListening => Pose(listening: false),
            RoomCommand.StartPushToTalk => StartPushToTalk(),
            RoomCommand.StopPushToTalk => StopPushToTalk(),
            RoomCommand.AgentMessage message => AgentMessage(message),
            RoomCommand.StopSession => StopSession(),
            _ => new("unsupported-command", "This command can't be carried out here."),
        };
        context.Report(new SessionEvent.CommandAnswered(command.Name, outcome.IsAccepted, outcome.Reason));
        return outcome;
    }

    private CommandOutcome Interrupt(InterruptionCause cause)
    {
        bridge.Interrupt(cause, context.Time.GetTimestamp());
        return CommandOutcome.Accepted;
    }

    private CommandOutcome Say(string text) => agent is null ? NoAgent : Of(agent.Connection?.Say(text));

    private CommandOutcome UserText(string text)
    {
        if (agent is null)
        {
            return NoAgent;
        }

        var outcome = Of(agent.Connection?.SendUserText(text));
        if (outcome.IsAccepted)
        {
            bridge.OnUserWrote(text);
        }

        return outcome;
    }

    private CommandOutcome Pose(bool listening)
    {
        if (avatar is not { IsConnected: true })
        {
            return new("avatar-not-ready", "The avatar is not connected.");
        }

        avatar.ShowListening(listening);
        return CommandOutcome.Accepted;
    }

    private CommandOutcome StartPushToTalk()
    {
        if (agent?.Connection is null)
        {
            pushToTalk.Refuse();
            return Of(null);
        }

        Interrupt(InterruptionCause.PushToTalk);
        pushToTalk.Press();
        return CommandOutcome.Accepted;
    }

    private CommandOutcome StopPushToTalk()
    {
        if (pushToTalk.Release())
        {
            return CommandOutcome.Accepted;
        }

        return new("not-pressed", "Push-to-talk has not been started.");
    }

    private CommandOutcome StopSession()
    {
        bridge.End(SessionEnd.For(SessionEndReasons.StoppedByUser));
        return CommandOutcome.Accepted;
    }

    // The words of the web SDK's ElevenLabsAgentSession mean the same for every agent; only what is left is the provider's own.
    private CommandOutcome AgentMessage(RoomCommand.AgentMessage message)
    {
        if (agent is null)
        {
            return NoAgent;
        }

        return message.Type switch
        {
            "user_message" => WithText(message.Data, UserText),
            "contextual_update" => WithText(message.Data, text => Of(agent.Connection?.AddContext(text, Text(message.Data, "context_id")))),
            "user_activity" => Of(agent.Connection?.NotifyUserActivity()),
            "client_tool_result" => tools.Answer(message.Data),
            _ when agent.Description.RoomEnvelope is null => new(
                "wrong-agent-type", $"A {agent.Description.DisplayName} agent does not take messages of another provider."),
            _ => Of(agent.Connection?.SendRaw(message.Type, message.Data)),
        };
    }

    private static CommandOutcome WithText(JsonElement data, Func<string, CommandOutcome> carry) =>
        Text(data, "text") is { } text && !string.IsNullOrWhiteSpace(text)
            ? carry(text)
            : new("missing-field", "data.text must be a text that is not empty.");

    private static string? Text(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static CommandOutcome Of(SendResult? result) => CommandOutcome.Of(result ?? SendResult.NotOpen);
}
