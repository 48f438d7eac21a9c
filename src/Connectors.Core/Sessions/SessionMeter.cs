using Connectors.Core.Telemetry;

namespace Connectors.Core.Sessions;

/// <summary>Turns a session's events into measurements.</summary>
/// <param name="telemetry">Where they are measured.</param>
/// <param name="connector">Id of the connector.</param>
/// <param name="group">The group by which its tenant is measured, or null.</param>
/// <param name="goesOn">Whether the session began in another process, which has counted its start.</param>
internal sealed class SessionMeter(ConnectorsTelemetry telemetry, string connector, string? group, bool goesOn)
{
    private readonly HashSet<StartStage> _stages = [];
    private readonly HashSet<SessionPart> _lost = [];
    private bool _isLive;

    public void Started()
    {
        if (!goesOn)
        {
            telemetry.SessionStarted(connector, group);
        }
    }

    /// <summary>Another process has it, and counts its end.</summary>
    public void LetGo()
    {
        if (_isLive)
        {
            telemetry.HandedOver(isHere: false);
        }

        OnState(SessionState.Ended);
    }

    public void Measure(SessionEvent e)
    {
        switch (e)
        {
            case SessionEvent.StateChanged changed:
                OnState(changed.State);
                break;
            // Connections that are made anew report it again.
            case SessionEvent.StageDone done when !goesOn && _stages.Add(done.Stage):
                telemetry.StartStageDone(NameOf(done.Stage), done.Elapsed);
                break;
            case SessionEvent.TurnEnded { Figures: var figures }:
                OnTurn(figures);
                break;
            case SessionEvent.Interrupted interrupted:
                telemetry.Interrupted(interrupted.SignalToInterrupt);
                break;
            case SessionEvent.Reconnecting lost:
                _lost.Add(lost.Part);
                break;
            case SessionEvent.Reconnected back:
                _lost.Remove(back.Part);
                telemetry.Reconnected(NameOf(back.Part), succeeded: true);
                break;
            case SessionEvent.ToolAnswered answered:
                telemetry.ToolCalled(connector, answered.Reason);
                break;
            case SessionEvent.AudioDropped dropped:
                telemetry.AudioDropped(dropped.Lost, dropped.Where);
                break;
            case SessionEvent.Ended ended:
                OnEnded(ended.End);
                break;
        }
    }

    public static string NameOf(StartStage stage) => stage switch
    {
        StartStage.AvatarToken => "avatar-token",
        StartStage.Record => "record",
        StartStage.AvatarStart => "avatar-start",
        StartStage.AgentPrepared => "agent-prepared",
        StartStage.RoomJoined => "room-joined",
        StartStage.AvatarConnected => "avatar-connected",
        StartStage.UserPresent => "user-present",
        StartStage.Gate => "gate",
        _ => "agent-ready",
    };

    public static string NameOf(SessionPart part) => part switch
    {
        SessionPart.Room => "room",
        SessionPart.Avatar => "avatar",
        _ => "provider",
    };

    public static (string Direction, string Reason) NameOf(AudioLoss loss) => loss switch
    {
        AudioLoss.PlayoutLimit => ("down", "playout-limit"),
        AudioLoss.MicrophoneQueue => ("up", "microphone-queue"),
        AudioLoss.LateFrames => ("up", "late-frames"),
        _ => ("up", "provider-queue"),
    };

    private void OnState(SessionState state)
    {
        if (state == SessionState.Live && !_isLive)
        {
            _isLive = true;
            telemetry.SessionLive(group);
            if (goesOn)
            {
                telemetry.HandedOver(isHere: true);
            }
        }
        else if (state is SessionState.Ending or SessionState.Ended && _isLive)
        {
            _isLive = false;
            telemetry.SessionNotLive(group);
        }
    }

    private void OnEnded(SessionEnd end)
    {
        foreach (var part in _lost)
        {
            telemetry.Reconnected(NameOf(part), succeeded: false);
        }

        telemetry.SessionEnded(end, group);
    }

    private void OnTurn(TurnFigures figures)
    {
        telemetry.TurnEnded(connector, figures.WasInterrupted, group);
        if (figures.UserEndToAvatarSpeaking is { } response)
        {
            telemetry.Responded(connector, response, group);
            OnParts(response, figures);
        }

        if (figures.EnoughAudioToSpeak is { } ours)
        {
            telemetry.AudioSentDown(ours);
        }
    }

    // The avatar's is what is left.
    private void OnParts(TimeSpan response, TurnFigures figures)
    {
        if (figures is { UserEndToAgentAudio: { } provider, AgentAudioToSpeak: { } ours })
        {
            telemetry.RespondedInPart(connector, "provider", provider);
            telemetry.RespondedInPart(connector, "connectors", ours);
            telemetry.RespondedInPart(connector, "avatar", response - provider - ours);
        }
    }
}
