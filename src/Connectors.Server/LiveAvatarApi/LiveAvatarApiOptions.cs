namespace Connectors.Server.LiveAvatarApi;

/// <summary>How the LiveAvatar-compatible API runs; read from the configuration section <c>Connectors:LiveAvatarApi</c>.</summary>
public sealed class LiveAvatarApiOptions
{
    /// <summary>The choice to let pages of every origin call it.</summary>
    public const string AnyOrigin = "*";

    /// <summary>
    /// Origins whose pages may call it, such as <c>https://www.example.com</c>, or <see cref="AnyOrigin"/>. Default none: only
    /// pages that are served from the same origin.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Time from a session's token to its start. Default 10 min, 10 s to 24 h. A token whose session runs stays good.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Time for a start; what takes longer is given up and refused, because the web SDK waits for ever. Default 20 s, 1 to 60 s.
    /// </summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Everything that is wrong; empty if nothing is.</summary>
    public IReadOnlyList<string> Errors()
    {
        List<string> errors =
        [
            .. AllowedOrigins.Where(origin => !IsOrigin(origin)).Select(origin =>
                $"Connectors:LiveAvatarApi:AllowedOrigins holds '{origin}', which is no origin such as https://www.example.com, nor *."),
        ];
        if (TokenLifetime < TimeSpan.FromSeconds(10) || TokenLifetime > TimeSpan.FromHours(24))
        {
            errors.Add("Connectors:LiveAvatarApi:TokenLifetime must be 10 s to 24 h.");
        }

        if (StartLimit < TimeSpan.FromSeconds(1) || StartLimit > TimeSpan.FromSeconds(60))
        {
            errors.Add("Connectors:LiveAvatarApi:StartLimit must be 1 to 60 s.");
        }

        return errors;
    }

    private static bool IsOrigin(string text) => text == AnyOrigin
        || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
            && text == uri.GetLeftPart(UriPartial.Authority));
}
