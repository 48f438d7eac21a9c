using System.Globalization;
using Connectors.Core.Audio;
using Connectors.Sandbox.Sound;
using Connectors.Testing;

namespace Connectors.Tests.Core.Audio;

public sealed class VoiceDetectorTests(ITestOutputHelper output)
{
    private const int Rate = 16_000;

    // The WAVs: phrases of espeak-ng (six voices), cut to what lies less than 40 dB below their loudest 10 ms, put at known places
    // into digital silence; the labels are those places.
    [Theory]
    [InlineData("orders", double.PositiveInfinity, 60, 60)]
    [InlineData("answers", double.PositiveInfinity, 60, 60)]
    [InlineData("orders", 20, 80, 120)]
    [InlineData("answers", 20, 80, 120)]
    [InlineData("orders", 10, 200, 200)]
    [InlineData("answers", 10, 200, 200)]
    public void Speech_OfLabelledRecordings_IsFoundWithItsEdges(string name, double signalToNoise, double start, double end)
    {
        var (samples, labels) = Load(name);
        AddNoise(samples, labels, signalToNoise);
        foreach (var frame in (ReadOnlySpan<int>)[160, 320])
        {
            var found = Detect(samples, frame);
            var errors = found.Zip(labels, (f, l) => (Start: (f.Start - l.Start) * 1_000, End: (f.End - l.End) * 1_000)).ToList();
            output.WriteLine($"{name} {signalToNoise} dB, frames of {frame / 16} ms: " + string.Join(", ", errors.Select(
                error => string.Create(CultureInfo.InvariantCulture, $"start {error.Start:+0;-0} ms end {error.End:+0;-0} ms"))));
            Assert.Equal(labels.Count, found.Count);
            Assert.All(errors, error => Assert.InRange(error.Start, -start, start));
            Assert.All(errors, error => Assert.InRange(error.End, -end, end));
        }
    }

    [Fact]
    public void Noise_Steady_IsNoVoiceAtAnyLevel()
    {
        foreach (var amplitude in (ReadOnlySpan<double>)[3, 30, 300, 1_500])
        {
            Assert.Empty(Detect(Signals.Noise(7, Rate * 10, amplitude), 160));
        }
    }

    [Fact]
    public void Noise_ThatBecomesLouder_IsGotUsedTo()
    {
        short[] samples = [.. Signals.Noise(1, Rate * 3, 100), .. Signals.Noise(2, Rate * 20, 1_000)];
        var (start, end) = Assert.Single(Detect(samples, 320));
        Assert.InRange(start, 2.98, 3.05);
        Assert.InRange(end, 3.1, 5.6);
    }

    [Fact]
    public void End_OfATone_IsStampedAtItsLastSampleAndToldAfterTheHangover()
    {
        var detector = new VoiceDetector(Rate, new());
        short[] samples = [.. Signals.Noise(1, Rate, 30), .. Signals.Sine(300, Rate, Rate), .. Signals.Noise(2, Rate, 30)];
        var states = samples.Chunk(320).Select(frame => (State: detector.Process(frame), detector.Position)).ToList();
        Assert.InRange(detector.SpeechStart, Rate - 160, Rate + 160);
        Assert.InRange(detector.LastVoiced, (2 * Rate) - 160, (2 * Rate) + 320);
        var (_, told) = Assert.Single(states, state => state.State == VoiceState.Ended);
        Assert.InRange(told, 2.4 * Rate, 2.44 * Rate);
        Assert.Single(states, state => state.State == VoiceState.Started);
        Assert.False(detector.IsSpeaking);
    }

    [Fact]
    public void Click_ShorterThanTheAttack_IsNoVoice()
    {
        var samples = Signals.Noise(1, Rate * 2, 30);
        Signals.Sine(1_000, Rate, 200).CopyTo(samples, Rate);
        Assert.Empty(Detect(samples, 160));
    }

    [Fact]
    public void Process_Steady_AllocatesNothing()
    {
        var detector = new VoiceDetector(48_000, new());
        var frame = Signals.Noise(1, 480);
        Assert.Equal(0, Allocation.OfSteadyState(200, _ => detector.Process(frame)));
    }

    private static (short[] Samples, List<(double Start, double End)> Labels) Load(string name)
    {
        var resources = typeof(VoiceDetectorTests).Assembly;
        using var wav = resources.GetManifestResourceStream($"Labelled/{name}.wav")!;
        var bytes = new byte[wav.Length];
        wav.ReadExactly(bytes);
        using var text = new StreamReader(resources.GetManifestResourceStream($"Labelled/{name}.txt")!);
        var labels = text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray())
            .Select(pair => (pair[0], pair[1])).ToList();
        return (WavFile.Parse(bytes, name).Samples, labels);
    }

    private static void AddNoise(short[] samples, List<(double Start, double End)> labels, double signalToNoise)
    {
        var speech = labels.SelectMany(label => samples[(int)(label.Start * Rate)..(int)(label.End * Rate)]).ToArray();
        var level = double.IsInfinity(signalToNoise) ? 5 : Signals.Rms(speech) / Math.Pow(10, signalToNoise / 20);
        // A uniform distribution has 1/sqrt(3) of its amplitude as RMS.
        var noise = Signals.Noise(11, samples.Length, level * Math.Sqrt(3));
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = (short)Math.Clamp(samples[i] + noise[i], short.MinValue, short.MaxValue);
        }
    }

    private static List<(double Start, double End)> Detect(short[] samples, int frame)
    {
        var detector = new VoiceDetector(Rate, new());
        var found = new List<(double, double)>();
        foreach (var part in samples.Chunk(frame))
        {
            if (detector.Process(part) == VoiceState.Ended)
            {
                found.Add(((double)detector.SpeechStart / Rate, (double)detector.LastVoiced / Rate));
            }
        }

        if (detector.IsSpeaking)
        {
            found.Add(((double)detector.SpeechStart / Rate, (double)detector.LastVoiced / Rate));
        }

        return found;
    }
}
