using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Connectors.Core.Avatars;

namespace Connectors.LiveAvatar.Rest;

/// <summary>
/// Says whose fault an answer is. Statuses decide, because the meaning of LiveAvatar's own 4xxx codes is published
/// nowhere (facts/liveavatar.md §10); a status of success with another code than 1000 or 100 is judged by the code's range.
/// </summary>
internal static class ApiFailures
{
    private const int MessageLength = 300;

    public static AvatarFailure Unreachable(string why) =>
        new(AvatarFailureKind.Unreachable, true, 0, 0, $"LiveAvatar could not be reached: {why}.");

    public static AvatarFailure NotTheApi(string why) =>
        new(AvatarFailureKind.Unreachable, true, 0, 0, $"LiveAvatar answered something unexpected: {why}.");

    public static AvatarFailure Unauthorized(string why) =>
        new(AvatarFailureKind.Unauthorized, false, 0, 0, $"LiveAvatar would refuse the API key: {why}");

    /// <summary>Classifies an answer that isn't a success.</summary>
    /// <param name="response">Status and headers.</param>
    /// <param name="body">The answer's JSON; undefined where it is none.</param>
    /// <param name="now">For a <c>Retry-After</c> that is a date.</param>
    public static AvatarFailure From(HttpResponseMessage response, JsonElement body, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        var code = body.Number("code") is { } number and > 0 and < int.MaxValue ? (int)number : 0;
        var words = Words(body);
        var kind = KindOf(status, code, words);
        return new(kind, IsRetryable(kind, status), status, code, Sentence(kind, status, code, words), RetryAfter(response, now));
    }

    /// <summary>Takes a secret out of words that the service wrote.</summary>
    public static string Without(string message, string secret) =>
        secret.Length == 0 ? message : message.Replace(secret, "(secret)", StringComparison.Ordinal);

    private static AvatarFailureKind KindOf(int status, int code, string words) => (HttpStatusCode)status switch
    {
        HttpStatusCode.Unauthorized => AvatarFailureKind.Unauthorized,
        HttpStatusCode.PaymentRequired => AvatarFailureKind.NoCredits,

        // The status of a start without credits is published nowhere; the word is in every wording seen of it.
        HttpStatusCode.BadRequest or HttpStatusCode.Forbidden when words.Contains("credit", StringComparison.OrdinalIgnoreCase)
            => AvatarFailureKind.NoCredits,
        HttpStatusCode.Forbidden => AvatarFailureKind.Unauthorized,
        HttpStatusCode.NotFound or HttpStatusCode.Gone => AvatarFailureKind.NotFound,
        HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests => AvatarFailureKind.LimitReached,
        HttpStatusCode.RequestTimeout => AvatarFailureKind.Unreachable,
        >= HttpStatusCode.InternalServerError => AvatarFailureKind.ServerError,
        >= HttpStatusCode.BadRequest => AvatarFailureKind.InvalidRequest,
        >= HttpStatusCode.MultipleChoices => AvatarFailureKind.Unreachable,
        _ when code is >= 4000 and < 5000 => AvatarFailureKind.InvalidRequest,
        _ when code > 0 => AvatarFailureKind.ServerError,
        _ => AvatarFailureKind.Unreachable,
    };

    private static bool IsRetryable(AvatarFailureKind kind, int status) => kind switch
    {
        AvatarFailureKind.LimitReached or AvatarFailureKind.ServerError => true,

        // A redirect or a page that isn't the API means a wrong address, which no retry mends.
        AvatarFailureKind.Unreachable => status is not (>= 300 and < 400),
        _ => false,
    };

    private static string Sentence(AvatarFailureKind kind, int status, int code, string words)
    {
        var what = kind switch
        {
            AvatarFailureKind.Unauthorized => "LiveAvatar refused the API key or the session's token",
            AvatarFailureKind.InvalidRequest => "LiveAvatar refused the request",
            AvatarFailureKind.NoCredits => "The LiveAvatar account has no credits left",
            AvatarFailureKind.LimitReached when status == 429 => "LiveAvatar takes no more calls at the moment",
            AvatarFailureKind.LimitReached => "The LiveAvatar account has as many sessions as its plan allows",
            AvatarFailureKind.NotFound => "LiveAvatar doesn't know this session or avatar, or it is over",
            AvatarFailureKind.ServerError => "LiveAvatar failed",
            _ => "LiveAvatar answered something else than its API; is the address right?",
        };
        var where = code == 0 ? $"HTTP {status}" : $"HTTP {status}, code {code}";
        return words.Length == 0 ? $"{what} ({where})." : $"{what} ({where}): {words}";
    }

    // {"message"}, {"data":[{"message"}]} or FastAPI's {"detail":[{"loc","msg","input"}]}; "input" echoes what was sent,
    // secrets included, and is never read.
    private static string Words(JsonElement body)
    {
        var words = new StringBuilder(body.Text("message") ?? body.Text("detail"));
        foreach (var item in Items(body.Member("data")))
        {
            Append(words, item.Text("message"));
        }

        foreach (var item in Items(body.Member("detail")))
        {
            var fields = Items(item.Member("loc")).Select(static part => part.ToString()).Where(static part => part != "body");
            Append(words, $"{string.Join('.', fields)}: {item.Text("msg")}");
        }

        var text = string.Concat(words.ToString().Where(static c => !char.IsControl(c)));
        return text.Length > MessageLength ? text[..MessageLength] + "…" : text;
    }

    private static IEnumerable<JsonElement> Items(JsonElement array) =>
        array.ValueKind == JsonValueKind.Array ? array.EnumerateArray().Take(8) : [];

    private static void Append(StringBuilder words, string? more)
    {
        if (!string.IsNullOrEmpty(more))
        {
            words.Append(words.Length == 0 ? string.Empty : "; ").Append(more);
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now)
    {
        var header = response.Headers.RetryAfter;
        if (header?.Delta is { } delta)
        {
            return delta;
        }

        if (header?.Date is { } date)
        {
            return date > now ? date - now : TimeSpan.Zero;
        }

        // Seconds left of the window (facts/liveavatar.md §1.8).
        return response.StatusCode == HttpStatusCode.TooManyRequests
            && response.Headers.TryGetValues("X-RateLimit-Reset", out var values)
            && double.TryParse(values.First(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && seconds is >= 0 and < 86_400
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }
}
