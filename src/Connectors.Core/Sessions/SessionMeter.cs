using Connectors.Core.Telemetry;

namespace Connectors.Core.Sessions;

/// <summary>Turns a session's events into measurements.</summary>
internal sealed class SessionMeter(ConnectorsTelemetry telemetry, string connector)
{
    private bool _isLive;

    public void Started() => telemetry.SessionStarted(connector);

    public void Measure(SessionEvent e)
    {
        switch (e)
        {
            case SessionEvent.StateChanged changed:
                OnState(changed.State);
                break;
            case SessionEvent.StageDone done:
                telemetry.StartStageDone(NameOf(done.Stage), done.Elapsed);
                break;
            case SessionEvent.TurnEnded { Figures: var figures }:
                OnTurn(figures);
                break;
            case SessionEvent.Interrupted interrupted:
                telemetry.Interrupted(interrupted.SignalToInterrupt);
                break;
            case SessionEvent.Reconnected back:
                telemetry.Reconnected(NameOf(back.Part), succeeded: true);
                break;
            case SessionEvent.ToolAnswered answered:
                telemetry.ToolCalled(connector, answered.Reason);
                break;
            case SessionEvent.AudioDropped dropped:
                OnDropped(dropped);
                break;
            case SessionEvent.Ended ended:
                telemetry.SessionEnded(ended.End);
                break;
        }
    }

    private static string NameOf(StartStage stage) => stage switch
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

    private static string NameOf(SessionPart part) => part switch
    {
        SessionPart.Room => "room",
        SessionPart.Avatar => "avatar",
        _ => "provider",
    };

    private void OnState(SessionState state)
    {
        if (state == SessionState.Live && !_isLive)
        {
            _isLive = true;
            telemetry.SessionLive();
        }
        else if (state is SessionState.Ending or SessionState.Ended && _isLive)
        {
            _isLive = false;
            telemetry.SessionNotLive();
        }
    }

    private void OnTurn(TurnFigures figures)
    {
        if (figures.UserEndToAvatarSpeaking is { } response)
        {
            telemetry.Responded(connector, response);
        }

        if (figures.EnoughAudioToSpeak is { } ours)
        {
            telemetry.AudioSentDown(ours);
        }
    }

    private void OnDropped(SessionEvent.AudioDropped dropped)
    {
        if (dropped.Where == AudioLoss.PlayoutLimit)
        {
            telemetry.AgentAudioDropped(dropped.Lost, "playout-limit");
            return;
        }

        telemetry.UserAudioDropped(dropped.Lost, dropped.Where switch
        {
            AudioLoss.MicrophoneQueue => "microphone-queue",
            AudioLoss.LateFrames => "late-frames",
            _ => "provider-queue",
        });
    }
}
