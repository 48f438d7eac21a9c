using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Connectors.Sandbox.Demo;

/// <summary>Writes what a conversation brought: files, a table, and one JSON line.</summary>
internal static class DemoReport
{
    private static readonly JsonSerializerOptions Line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Pretty = new(Line) { WriteIndented = true };

    /// <summary>Writes <c>avatar.wav</c>, <c>transcript.json</c> and <c>events.jsonl</c>.</summary>
    public static async Task WriteFilesAsync(string folder, DemoConversation conversation, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        conversation.Heard.ToWav().Write(Path.Combine(folder, "avatar.wav"));
        var transcript = (conversation.Transcript?.Segments ?? []).Select(segment => new
        {
            speaker = segment.Speaker.ToString(),
            text = segment.Text,
            state = segment.State.ToString(),
            started_ms = segment.StartedMs,
        });
        await File.WriteAllTextAsync(
            Path.Combine(folder, "transcript.json"), JsonSerializer.Serialize(transcript, Pretty), cancellationToken);
        var events = (conversation.Watch?.Entries ?? []).Select(entry => JsonSerializer.Serialize(
            new { sequence = entry.Sequence, at = entry.At, type = entry.Event.ToString(), data = (object)entry.Event }, Line));
        await File.WriteAllLinesAsync(Path.Combine(folder, "events.jsonl"), events, cancellationToken);
    }

    public static void PrintTable(DemoFigures figures)
    {
        Console.Out.WriteLine();
        Console.Out.WriteLine("turn  user end → agent audio  user end → avatar speaks  added down  heard    ");
        for (var i = 0; i < figures.Turns.Count; i++)
        {
            var turn = figures.Turns[i];
            Console.Out.WriteLine(
                $"{i + 1,4}  {Ms(turn.UserEndToAgentAudioMs),22}  {Ms(turn.UserEndToAvatarSpeakingMs),24}  {Ms(turn.AddedDownMs),10}  "
                + $"{Ms(turn.HeardMs),8} {(turn.WasInterrupted ? "cut" : string.Empty)}");
        }

        foreach (var cut in figures.Interruptions)
        {
            Console.Out.WriteLine(
                $"interruption: signal → avatar told {Ms(cut.SignalToInterruptMs)}, still heard in the room for {Ms(cut.HeardAfterMs)}");
        }

        if (figures.AddedUpMs is { } up)
        {
            Console.Out.WriteLine(
                $"added up (microphone → provider): p50 {Ms(up.P50)}, p95 {Ms(up.P95)}, p99 {Ms(up.P99)} of {up.Count} sounds");
        }
    }

    public static void PrintJson(DemoFigures figures) => Console.Out.WriteLine(JsonSerializer.Serialize(figures, Line));

    private static string Ms(double? value) => value is { } ms ? ms.ToString("0.0", CultureInfo.InvariantCulture) + " ms" : "-";
}
