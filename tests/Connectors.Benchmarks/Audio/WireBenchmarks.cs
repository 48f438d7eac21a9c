using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using Connectors.Audio;
using Connectors.LiveAvatar.Lite;
using Connectors.Providers;
using Connectors.Providers.OpenAI.Wire;
using Connectors.Transport;
using ElevenLabsIncoming = Connectors.Providers.ElevenLabs.Wire.IncomingMessage;
using ElevenLabsOutgoing = Connectors.Providers.ElevenLabs.Wire.OutgoingMessages;

namespace Connectors.Benchmarks.Audio;

/// <summary>Messages with audio: 20 ms of the user to a provider, 100 ms of an agent from it, and on to the avatar.</summary>
public class WireBenchmarks
{
    private static readonly LiteCommands Avatar = new();

    private readonly byte[] _user16000 = Noise.Bytes(640);
    private readonly byte[] _user24000 = Noise.Bytes(960);
    private readonly byte[] _agent = Noise.Bytes(4_800);
    private readonly byte[] _ofElevenLabs = Message(
        """{{"type":"audio","audio_event":{{"audio_base_64":"{0}","event_id":7}}}}""", 3_200);

    private readonly byte[] _ofOpenAI = Message(
        """
        {{"type":"response.output_audio.delta","event_id":"e","response_id":"r","item_id":"i","output_index":0,"content_index":0,
        "delta":"{0}"}}
        """,
        4_800);

    private readonly Base64Audio _decoder = new();

    [Benchmark]
    public int UserToElevenLabs() => Length(ElevenLabsOutgoing.Audio(_user16000, AudioFormat.Pcm16(16_000)));

    [Benchmark]
    public int UserToOpenAI() => Length(ClientEvents.AppendAudio(_user24000, AudioFormat.Pcm16(24_000)));

    [Benchmark]
    public int AgentFromElevenLabs()
    {
        using var audio = MessageBuffer.Rent(isText: false);
        var isRead = ElevenLabsIncoming.Read(_ofElevenLabs).TryDecodeAudio(audio, out _);
        return isRead ? audio.Written.Length : throw new InvalidDataException();
    }

    [Benchmark]
    public int AgentFromOpenAI() =>
        ServerMessage.TryRead(_ofOpenAI, out var message) && _decoder.TryDecode(message.Delta, out var audio)
            ? audio.Length
            : throw new InvalidDataException();

    [Benchmark]
    public int AgentToAvatar() => Length(Avatar.Speak("utterance-1", _agent));

    private static int Length(MessageBuffer message)
    {
        using (message)
        {
            return message.Written.Length;
        }
    }

    private static byte[] Message(string format, int bytes) =>
        Encoding.UTF8.GetBytes(string.Format(CultureInfo.InvariantCulture, format, Convert.ToBase64String(Noise.Bytes(bytes))));
}
