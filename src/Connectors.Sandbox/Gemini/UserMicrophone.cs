using Connectors.Audio;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.Gemini;

/// <summary>The user's audio, and where the user's turns begin and end in it.</summary>
/// <param name="session">Told of them.</param>
internal sealed class UserMicrophone(LiveSession session)
{
    private const int MostHeard = 16 * 1024 * 1024;

    // What was on its way before the client knew of the call.
    private static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(0.5);

    private readonly List<byte> _heard = [];
    private EnergyTurnDetector? _detector;
    private AudioFormat _format;
    private TimeSpan _duringTools;
    private bool _isInActivity;

    /// <summary>The user's audio so far, at most its first minutes.</summary>
    public byte[] Heard
    {
        get
        {
            lock (session.Sync)
            {
                return [.. _heard];
            }
        }
    }

    /// <summary><c>realtimeInput.audio</c>.</summary>
    public LiveFault? Add(ReadOnlySpan<byte> audio, int rate)
    {
        var format = AudioFormat.Pcm16(rate);
        _duringTools = session.Model.WaitsForResults ? _duringTools + format.DurationOf(audio.Length) : TimeSpan.Zero;
        if (session.Switches.RefusesAudioDuringTools && _duringTools > Tolerated)
        {
            return new(1008, "Operation is not implemented, or supported, or enabled.");
        }

        session.Switches.Arrivals?.Add(audio);
        if (_heard.Count < MostHeard)
        {
            _heard.AddRange(audio);
        }

        if (!session.Setup!.DetectsTurns)
        {
            return null;
        }

        foreach (var edge in Detector(format).Add(audio))
        {
            if (!edge.Started)
            {
                session.OnUserTurn();
            }
            else if (session.Setup.IsInterruptible)
            {
                session.Interrupt();
            }
        }

        return null;
    }

    /// <summary><c>activityStart</c> or <c>activityEnd</c>.</summary>
    public LiveFault? Mark(bool isStart)
    {
        if (session.Setup!.DetectsTurns)
        {
            return new(1007, "Explicit activity control is not supported when automatic activity detection is enabled.");
        }

        if (isStart == _isInActivity)
        {
            return LiveFault.Invalid;
        }

        _isInActivity = isStart;
        if (!isStart)
        {
            session.OnUserTurn();
        }
        else if (session.Setup.IsInterruptible)
        {
            session.Interrupt();
        }

        return null;
    }

    /// <summary><c>audioStreamEnd</c>: what was being said is over.</summary>
    public LiveFault? End()
    {
        if (!session.Setup!.DetectsTurns)
        {
            return LiveFault.Invalid;
        }

        if (_detector is { IsSpeaking: true } detector)
        {
            detector.Reset();
            session.OnUserTurn();
        }

        return null;
    }

    private EnergyTurnDetector Detector(AudioFormat format)
    {
        if (_detector is null || _format != format)
        {
            _format = format;
            _detector = new(format, new() { Silence = session.Setup!.Silence });
        }

        return _detector;
    }
}
