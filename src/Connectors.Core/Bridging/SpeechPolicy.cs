using Connectors.Core.Sessions;

namespace Connectors.Core.Bridging;

/// <summary>
/// What the user's voice does where the provider leaves it to us: interrupt by our own detector, close the microphone in
/// half-duplex, show that the avatar listens.
/// </summary>
internal sealed class SpeechPolicy
{
    // Sound of the avatar is still on its way through the room and the loudspeaker when its turn is over.
    private static readonly TimeSpan HalfDuplexTail = TimeSpan.FromMilliseconds(300);

    private readonly InterruptionPolicy _policy;
    private readonly AvatarSide _avatar;
    private readonly TurnTracker _turns;
    private readonly PushToTalk _microphone;
    private readonly AgentSide? _agent;
    private readonly Alarms.Alarm _tail;
    private readonly Alarms.Alarm _interruption;
    private bool _isHeldBack;

    public SpeechPolicy(
        BridgeContext context, AvatarSide avatar, TurnTracker turns, PushToTalk microphone, AgentSide? agent, IBridgeCommands bridge)
    {
        _policy = context.Session.Interruptions;
        _avatar = avatar;
        _turns = turns;
        _microphone = microphone;
        _agent = agent;
        _tail = context.Alarms.Create(() => HoldBack(false));
        _interruption = context.Alarms.Create(() => bridge.Interrupt(InterruptionCause.VoiceDetector, context.Time.GetTimestamp()));
    }

    public bool IsUserSpeaking { get; private set; }

    public void OnUserVoice(bool isSpeaking)
    {
        IsUserSpeaking = isSpeaking;
        if (_avatar.IsConnected && _turns.Speaking == 0)
        {
            _avatar.ShowListening(isSpeaking);
        }

        if (!isSpeaking)
        {
            _interruption.Clear();
        }
        else if (_turns.Speaking is not 0 and var turn && MayInterrupt(turn))
        {
            _interruption.Set(_policy.Mode == InterruptionMode.After ? _policy.After : TimeSpan.Zero);
        }
    }

    /// <summary>Follows the avatar's speech; called by the loop after each step.</summary>
    public void Look()
    {
        if (_policy.Mode != InterruptionMode.HalfDuplex)
        {
            return;
        }

        if (_turns.Speaking != 0)
        {
            _tail.Clear();
            HoldBack(true);
        }
        else if (_isHeldBack && !_tail.IsSet)
        {
            _tail.Set(HalfDuplexTail);
        }
    }

    // A provider that hears interruptions by itself is never second-guessed.
    private bool MayInterrupt(long turn) =>
        _policy.Mode is InterruptionMode.Immediate or InterruptionMode.After
        && _agent is { Capabilities.InterruptionSignal: InterruptionSignal.None } agent && agent.IsHonoured(turn);

    private void HoldBack(bool hold)
    {
        if (_isHeldBack != hold)
        {
            _isHeldBack = hold;
            _microphone.HoldBack(hold);
        }
    }
}
