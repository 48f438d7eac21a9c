using System.Runtime.InteropServices;
using System.Text.Json;

namespace Connectors.Sandbox.ElevenLabs;

/// <summary>
/// Text to speech as a stream, with the rules of the real one: key and permission, voice, model, format, length, credits. The body comes
/// in pieces, without a length.
/// </summary>
/// <param name="sandbox">Whose behaviour and faults count.</param>
internal sealed class ElevenLabsVoices(ElevenLabsSandbox sandbox)
{
    private const int LongestText = 10_000;
    private const int PieceSamples = 2_400;

    private static readonly TimeSpan TimeToRead = TimeSpan.FromMilliseconds(500);

    private static readonly string[] Models =
        ["eleven_multilingual_v2", "eleven_flash_v2_5", "eleven_turbo_v2_5", "eleven_v3", "eleven_flash_v2"];

    public void Map(WebApplication app) => app.MapPost("/v1/text-to-speech/{voice}/stream", SpeakAsync);

    private async Task SpeakAsync(HttpContext context)
    {
        sandbox.Record(context);
        using var body = await ReadAsync(context.Request);
        var rate = context.Request.Query["output_format"].ToString() switch
        {
            "pcm_16000" => 16_000,
            "pcm_22050" => 22_050,
            "pcm_24000" => 24_000,
            _ => 0,
        };
        if (Refusal(context, body?.RootElement ?? default, rate) is { } refusal)
        {
            context.Response.StatusCode = refusal.Status;
            context.Response.ContentType = "application/json";
            var error = new { detail = new { status = refusal.Detail, message = "As the sandbox has it." } };
            await context.Response.WriteAsync(refusal.Body ?? JsonSerializer.Serialize(error), context.RequestAborted);
            return;
        }

        var text = body!.RootElement.GetProperty("text").GetString()!;
        var samples = await sandbox.Behaviour.Voice.SpeakAsync(text, rate, context.RequestAborted);
        context.Response.ContentType = "audio/pcm";
        foreach (var piece in samples.Chunk(PieceSamples))
        {
            await context.Response.Body.WriteAsync(MemoryMarshal.AsBytes(piece.AsSpan()).ToArray(), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            if (sandbox.Faults.SpeechBreaks)
            {
                // What came before a reset is lost unless it was read.
                await Task.Delay(TimeToRead, TimeProvider.System, context.RequestAborted);
                context.Abort();
                return;
            }
        }
    }

    private RestFault? Refusal(HttpContext context, JsonElement body, int rate)
    {
        var account = sandbox.Behaviour.Account;
        var text = Text(body, "text");
        return sandbox.Faults.Speech
            ?? (context.Request.Headers["xi-api-key"] != account.ApiKey ? new(401, "invalid_api_key")
            : !account.Permissions.Contains("text_to_speech") ? new(401, "missing_permissions")
            : !account.Voices.Contains((string?)context.Request.RouteValues["voice"]) ? new(404, "voice_not_found")
            : string.IsNullOrEmpty(text) || text.Length > LongestText || rate == 0 ? new(400, "invalid_request")
            : !Models.Contains(Text(body, "model_id")) ? new(400, "model_not_found")
            : account.CharacterCount + text.Length > account.CharacterLimit ? new(401, "quota_exceeded")
            : null);
    }

    private static string? Text(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static async Task<JsonDocument?> ReadAsync(HttpRequest request)
    {
        try
        {
            return await JsonDocument.ParseAsync(request.Body, default, request.HttpContext.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
