using System.Globalization;
using Connectors.Audio;
using Connectors.Core.Audio;
using Connectors.Core.Sessions.Saying;
using Connectors.Core.Tenancy;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Net.Http.Headers;

namespace Connectors.Server.Api.Http;

/// <summary>
/// A body that is audio, read as it comes: <c>audio/wav</c>, or <c>audio/pcm;rate=24000;channels=1</c> (16 bit, little-endian).
/// </summary>
internal static class AudioUpload
{
    public const string Wav = "audio/wav";
    public const string Pcm = "audio/pcm";

    // Ten minutes of the largest that is taken: stereo at 48 kHz.
    private const long LargestBody = 116_000_000;

    private const int UsualRate = 24_000;

    /// <summary>What is to be said; null with a problem.</summary>
    public static (SayAudioRequest? Request, Problem? Problem) Read(HttpContext context)
    {
        var mode = context.Request.Query["mode"].ToString();
        if (mode is not ("" or "queue" or "replace"))
        {
            return (null, Problems.Of(Refusal.Invalid(new FieldError("mode", "Must be queue or replace."))));
        }

        if (!TryFormat(context.Request.ContentType, out var format))
        {
            return (null, Problems.NotAudio);
        }

        if (format is { } raw && (raw.SampleRate is < AudioFormat.LowestRate or > AudioFormat.HighestRate || raw.Channels is not (1 or 2)))
        {
            return (null, Problems.Of(Refusal.Invalid(
                new FieldError("audio", "The rate must be 8,000 to 48,000 Hz, with one or two channels."))));
        }

        TakeTime(context);
        return (new(context.Request.Body, format, mode == "replace"), null);
    }

    // As long as audio is, and with the pauses that a speaker makes; whoever sends nothing for long is given up elsewhere.
    private static void TakeTime(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = LargestBody;
        }

        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }
    }

    private static bool TryFormat(string? contentType, out UploadFormat? format)
    {
        format = null;
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type))
        {
            return false;
        }

        switch (type.MediaType.Value?.ToLowerInvariant())
        {
            case Wav or "audio/wave" or "audio/x-wav" or "audio/vnd.wave":
                return true;
            case Pcm:
                format = new(AudioEncoding.Pcm16, Number(type, "rate", UsualRate), Number(type, "channels", 1));
                return true;
            default:
                return false;
        }
    }

    // What is no number is none that is allowed.
    private static int Number(MediaTypeHeaderValue type, string name, int usual) =>
        type.Parameters.FirstOrDefault(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } given
        ? usual
        : int.TryParse(given.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : 0;
}
