using System.Net.Http.Headers;
using System.Text.Json;
using Connectors.Audio;
using Connectors.Providers.ElevenLabs.Wire;
using Connectors.Speech;
using Connectors.Transport;
using Connectors.Validation;

namespace Connectors.Providers.ElevenLabs.Speech;

/// <summary>
/// ElevenLabs' text to speech as a stream: POST /v1/text-to-speech/{voice_id}/stream (API reference, "Stream speech").
/// </summary>
/// <param name="http">Sends requests; guards outgoing connections.</param>
/// <param name="time">Clock of the limit.</param>
/// <param name="limits">What the operator decides.</param>
internal sealed class ElevenLabsSpeech(HttpMessageInvoker http, TimeProvider time, ElevenLabsOptions limits) : ISpeechSynthesizer
{
    // The documentation's default; speaks 29 languages. Faster ones have to be named.
    private const string UsualModel = "eleven_multilingual_v2";
    private const string SecretField = "secret";
    private const string VoiceField = "voice.voice_id";
    private const int LongestError = 64 * 1024;

    // The avatar's own rate: all plans have it, higher ones need a larger plan.
    private static readonly AudioFormat Format = AudioFormat.Pcm16(24_000);

    /// <inheritdoc/>
    public string CredentialKind => "ELEVENLABS_API_KEY";

    /// <inheritdoc/>
    public async Task<SpeechAnswer> SpeakAsync(SpeechRequest request, Secret secret, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(limits.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var message = Message(request, secret);
        HttpResponseMessage? response = null;
        try
        {
            response = await http.SendAsync(message, either.Token);
            if (response.IsSuccessStatusCode)
            {
                // Its body lives longer than the limit of its beginning.
                var audio = await response.Content.ReadAsStreamAsync(either.Token);
                (var owner, response) = (response, null);
                return new(Format, audio, null, owner);
            }

            return SpeechAnswer.Failed(Refused((int)response.StatusCode, await StatusAsync(response, either.Token)));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SpeechAnswer.Failed(Trouble("no-answer", "ElevenLabs did not begin to speak in time."));
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return SpeechAnswer.Failed(OutgoingRefusedException.Find(error) is { } refused
                ? new(FindingSeverity.Error, "address-refused", SecretField, refused.Message)
                : Trouble("unreachable", "ElevenLabs could not be reached."));
        }
        finally
        {
            response?.Dispose();
        }
    }

    private HttpRequestMessage Message(SpeechRequest request, Secret secret)
    {
        var path = $"/v1/text-to-speech/{Uri.EscapeDataString(request.VoiceId)}/stream?output_format={Format}";
        var body = new SpeechBody(request.Text, request.Model ?? UsualModel, request.Language);
        var message = new HttpRequestMessage(HttpMethod.Post, new Uri(limits.BaseAddress, path))
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, ElevenLabsJson.Default.SpeechBody)),
        };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.TryAddWithoutValidation("xi-api-key", secret.Reveal());
        return message;
    }

    // What it says in words may quote the text: only its code is read.
    private static async Task<string?> StatusAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestError];
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        try
        {
            return JsonSerializer.Deserialize(buffer.AsSpan(0, length), ElevenLabsJson.Default.ErrorDocument)?.Status;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ValidationFinding Refused(int http, string? status) => (http, status) switch
    {
        (_, "quota_exceeded") or (402, _) => Mine("no-credits", SecretField, "The ElevenLabs account has no credits left for this text."),
        (_, "missing_permissions") => Mine(
            "missing-permissions", SecretField, "The ElevenLabs API key lacks the permission text_to_speech."),
        (_, "voice_not_found" or "voice_does_not_exist") or (404, _) => Mine(
            "unknown-voice", VoiceField, "ElevenLabs knows no such voice in this workspace."),
        (_, "model_not_found" or "invalid_model" or "model_can_not_do_text_to_speech") => Mine(
            "unknown-model", "voice.model", "ElevenLabs knows no such model, or it can't speak."),
        (401 or 403, _) => Mine("key-refused", SecretField, "ElevenLabs refused the API key."),
        (429, _) => Trouble("rate-limited", "ElevenLabs has too many requests of this account at once."),
        ( >= 500, _) => Trouble("provider-failed", "ElevenLabs failed."),
        _ => Mine("refused", VoiceField, "ElevenLabs refused the request: check voice, model and language."),
    };

    private static ValidationFinding Mine(string code, string field, string message) => new(FindingSeverity.Error, code, field, message);

    private static ValidationFinding Trouble(string code, string message) => new(FindingSeverity.Error, code, SecretField, message);
}
