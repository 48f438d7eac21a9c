using System.Globalization;
using System.Net;
using System.Text.Json;
using Connectors.Sandbox.Demo;

namespace Connectors.Sandbox.Check;

/// <summary>LiveAvatar's address, key, credits and avatar.</summary>
/// <param name="variables">Which account.</param>
/// <param name="http">Asks; its timeout is the limit of every call.</param>
/// <param name="reach">Tries the address first.</param>
internal sealed class LiveAvatarCheck(LiveVariables variables, HttpClient http, NetworkReach reach)
{
    private const string KeySubject = "LiveAvatar key";
    private const string CreditsSubject = "LiveAvatar credits";
    private const string AvatarSubject = "LiveAvatar avatar";
    private const string MendAddress = $"Mend {LiveVariables.LiveAvatarUrl}, or leave it out.";
    private const string ListRemedy = "Take the id of an avatar that your account lists, or of a public one.";

    // More than that many pages of avatars are not searched.
    private const int MostPages = 20;

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken)
    {
        if (variables.LiveAvatarAddress is not { } address)
        {
            return [CheckResult.Wrong("LiveAvatar", $"{LiveVariables.LiveAvatarUrl} is no http or https address", MendAddress)];
        }

        var tcp = await reach.TcpAsync("TCP to LiveAvatar", address, cancellationToken);
        if (tcp.Outcome == CheckOutcome.Wrong)
        {
            return [tcp];
        }

        var (isGood, key) = await KeyAsync(address, cancellationToken);
        return isGood ? [tcp, .. key, await AvatarAsync(address, cancellationToken)] : [tcp, .. key];
    }

    private async Task<(bool IsGood, IEnumerable<CheckResult> Results)> KeyAsync(Uri address, CancellationToken cancellationToken)
    {
        const string NewKey = $"Make a key at LiveAvatar (a HeyGen key does not work there) and set {LiveVariables.LiveAvatarKey}.";
        if (variables.Text(LiveVariables.LiveAvatarKey) is not { } key)
        {
            return Bad(KeySubject, $"{LiveVariables.LiveAvatarKey} is not set", NewKey);
        }

        if (key.Any(character => character is <= ' ' or > '~'))
        {
            return Bad(KeySubject, "has characters that no key has", NewKey);
        }

        var (status, data) = await GetAsync(new(address, "/v1/users/credits"), cancellationToken);
        if (status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            return Bad(KeySubject, $"refused with HTTP {(int)status}", NewKey);
        }

        if (Member(data, "credits_left") is not { ValueKind: JsonValueKind.Number } credits)
        {
            return Bad(KeySubject, NotTheApi(status), MendAddress);
        }

        var good = CheckResult.Good(KeySubject, "is good");
        var left = credits.GetDouble();
        return (true, [good, left > 0
            ? CheckResult.Good(CreditsSubject, string.Create(CultureInfo.InvariantCulture, $"{left:0.##} left"))
            : CheckResult.Wrong(CreditsSubject, "none left", "Buy credits at LiveAvatar; only its own sandbox avatar speaks without.")]);
    }

    private async Task<CheckResult> AvatarAsync(Uri address, CancellationToken cancellationToken)
    {
        if (variables.Text(LiveVariables.AvatarId) is not { } id)
        {
            return CheckResult.Wrong(AvatarSubject, $"{LiveVariables.AvatarId} is not set", ListRemedy);
        }

        if (!Guid.TryParse(id, out var avatar))
        {
            return CheckResult.Wrong(AvatarSubject, $"{LiveVariables.AvatarId} is no UUID", ListRemedy);
        }

        var isComplete = true;
        foreach (var list in (string[])["/v1/avatars", "/v1/avatars/public"])
        {
            var (name, wasWhole) = await FindAsync(new(address, list), avatar, cancellationToken);
            if (name is not null)
            {
                return CheckResult.Good(AvatarSubject, name);
            }

            isComplete &= wasWhole;
        }

        return isComplete
            ? CheckResult.Wrong(AvatarSubject, "neither your account nor the public list has it", ListRemedy)
            : CheckResult.Unchecked(AvatarSubject, "LiveAvatar's lists could not be read to their end", "Start a session with it to see.");
    }

    private async Task<(string? Name, bool WasWhole)> FindAsync(Uri first, Guid avatar, CancellationToken cancellationToken)
    {
        var page = first;
        for (var i = 0; i < MostPages && page is not null; i++)
        {
            var (_, data) = await GetAsync(page, cancellationToken);
            if (Member(data, "results") is not { ValueKind: JsonValueKind.Array } results)
            {
                return (null, false);
            }

            var found = results.EnumerateArray().FirstOrDefault(entry => Guid.TryParse(Text(entry, "id"), out var id) && id == avatar);
            if (found.ValueKind == JsonValueKind.Object)
            {
                return (Text(found, "name") ?? "is known", true);
            }

            // The key goes along, so only to the same host.
            page = Uri.TryCreate(first, Text(data, "next"), out var next) && next.Host == first.Host ? next : null;
        }

        return (null, page is null);
    }

    private async Task<(HttpStatusCode? Status, JsonElement Data)> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("X-API-KEY", variables.Text(LiveVariables.LiveAvatarKey));
        try
        {
            using var answer = await http.SendAsync(request, cancellationToken);
            return (answer.StatusCode, Data(await answer.Content.ReadAsStringAsync(cancellationToken)));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return (null, default);
        }
    }

    private static JsonElement Data(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Member(document.RootElement, "data")?.Clone() ?? default;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static (bool IsGood, IEnumerable<CheckResult> Results) Bad(string subject, string detail, string remedy) =>
        (false, [CheckResult.Wrong(subject, detail, remedy)]);

    private static string NotTheApi(HttpStatusCode? status) => status is { } code
        ? $"the address answers HTTP {(int)code}, which is not how LiveAvatar answers"
        : "the address accepts connections but gives no answer";

    private static JsonElement? Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
