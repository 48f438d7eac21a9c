using Connectors.Core.Audio;
using Connectors.Core.Rooms;
using Connectors.Core.Tenancy;
using Connectors.Speech;

namespace Connectors.Core.Sessions.Saying;

/// <summary>Says texts in sessions without an agent, by the voice of a text-to-speech provider.</summary>
/// <param name="environment">What tenants have.</param>
/// <param name="desk">Says the audio.</param>
/// <param name="synthesizers">The providers there are.</param>
public sealed class TextDesk(TenancyEnvironment environment, SayDesk desk, IEnumerable<ISpeechSynthesizer> synthesizers)
{
    private readonly Dictionary<string, ISpeechSynthesizer> _synthesizers = synthesizers
        .GroupBy(synthesizer => synthesizer.CredentialKind, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);

    /// <summary>Says a text; returns when all of its audio is in, which is before all of it was heard.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">Id of the session.</param>
    /// <param name="text">1 to 10,000 characters.</param>
    /// <param name="voice">Whose voice.</param>
    /// <param name="replaces">Whether everything that is being said or waits is dropped for it.</param>
    /// <param name="cancellationToken">Gives up; what came in until then is said.</param>
    public async Task<Outcome<SayReport>> SayAsync(
        Caller caller, string id, string? text, VoiceChoice voice, bool replaces, CancellationToken cancellationToken)
    {
        // Nothing is asked of a provider, and paid, for a session that can't say it.
        if (await desk.RefusalAsync(caller, id, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        List<FieldError> errors = [.. Errors(text, voice).OfType<FieldError>()];
        var credential = voice.CredentialId is null
            ? null
            : (await environment.Records.Credentials.FindAsync(caller.TenantId, voice.CredentialId, cancellationToken))?.Value;
        var synthesizer = credential is null ? null : _synthesizers.GetValueOrDefault(credential.Kind);
        if (synthesizer is null)
        {
            var kinds = string.Join(", ", _synthesizers.Keys.Order(StringComparer.Ordinal));
            errors.Add(new("voice.credential_id", $"There is no such credential of a kind that can speak: {kinds}."));
        }

        if (errors.Count > 0)
        {
            return Refusal.Invalid(errors);
        }

        var request = new SpeechRequest(text!, voice.VoiceId!) { Model = voice.Model, Language = voice.Language };
        await using var answer = await synthesizer!.SpeakAsync(request, credential!.Value, cancellationToken);
        return answer.Failure is { } failure
            ? new Refusal(
                CredentialChecks.IsUnanswered(failure) ? RefusalKind.ProviderUnreachable : RefusalKind.ProviderRefused, failure.Message)
            {
                Findings = [failure],
            }
            : await desk.SayAsync(
                caller,
                id,
                new(answer.Audio!, new UploadFormat(answer.Format.Encoding, answer.Format.SampleRate, 1), replaces, text),
                cancellationToken);
    }

    private static IEnumerable<FieldError?> Errors(string? text, VoiceChoice voice)
    {
        yield return FieldError.UnlessLength("text", text, 1, RoomLimits.TextLength);
        yield return FieldError.UnlessLength("voice.voice_id", voice.VoiceId, 1, 100);
        yield return voice.Model is null ? null : FieldError.UnlessLength("voice.model", voice.Model, 1, 100);
        yield return voice.Language is null ? null : FieldError.UnlessLength("voice.language", voice.Language, 2, 35);
    }
}
