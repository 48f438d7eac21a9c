using Connectors.Core.Audio;
using Connectors.Core.Rooms.Messages;

namespace Connectors.Core.Bridging;

/// <summary>
/// When the user's microphone is passed on: always, or while the button is pressed; and not while the avatar speaks in
/// half-duplex. The page's microphone may stay open after the button was released (facts/sdk-proof.md §2), so it is we who
/// don't listen.
/// </summary>
internal sealed class PushToTalk(UserAudio audio, RoomVoice voice, bool fromStart)
{
    private bool _isOn = fromStart;
    private bool _isPressed;
    private bool _isHeldBack;

    public void Press()
    {
        // The first press turns it on: a page that uses the button wants to be heard by it only.
        _isOn = true;
        _isPressed = true;
        Apply();
        voice.Signal(RoomSignal.PushToTalkStarted);
    }

    /// <summary>The button was released; false if it wasn't pressed.</summary>
    public bool Release()
    {
        var was = _isPressed;
        _isPressed = false;
        Apply();
        voice.Signal(was ? RoomSignal.PushToTalkStopped : RoomSignal.PushToTalkStopFailed);
        return was;
    }

    /// <summary>The page waits without a limit for an answer, so it gets one (facts/sdk-proof.md §2).</summary>
    public void Refuse() => voice.Signal(RoomSignal.PushToTalkStartFailed);

    /// <summary>Half-duplex: the avatar speaks, or has stopped.</summary>
    public void HoldBack(bool hold)
    {
        _isHeldBack = hold;
        Apply();
    }

    public void Apply() => audio.IsOpen = (!_isOn || _isPressed) && !_isHeldBack;
}
