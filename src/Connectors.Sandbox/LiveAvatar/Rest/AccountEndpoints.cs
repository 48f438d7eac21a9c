using System.Globalization;
using System.Text.Json.Nodes;

namespace Connectors.Sandbox.LiveAvatar.Rest;

/// <summary>Secrets, credits and avatars (facts/liveavatar.md §1.2, §1.7).</summary>
internal sealed class AccountEndpoints(LiveAvatarCloud cloud, Callers callers)
{
    private const int LongestName = 255;

    private static readonly string[] SecretTypes =
        ["OPENAI_API_KEY", "ELEVENLABS_API_KEY", "GEMINI_API_KEY", "CARTESIA_API_KEY", "LLM_API_KEY"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/secrets", (Delegate)StoreAsync);
        routes.MapGet("/v1/secrets", (HttpContext context) => WithKey(context, ListSecrets));
        routes.MapDelete("/v1/secrets/{id}", (HttpContext context, string id) => WithKey(context, key => Delete(key, id)));
        routes.MapGet("/v1/users/credits", (HttpContext context) =>
            WithKey(context, _ => Answers.Success(new JsonObject { ["credits_left"] = cloud.Switches.Credits })));
        routes.MapGet("/v1/avatars", (HttpContext context) => WithKey(context, _ => ListAvatars()));
        routes.MapGet("/v1/avatars/public", ListAvatars);
    }

    private static string? Text(JsonObject body, string name) =>
        body[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private IResult WithKey(HttpContext context, Func<string, IResult> answer)
    {
        var (key, refusal) = callers.ByKey(context);
        return refusal ?? answer(key!);
    }

    private async Task<IResult> StoreAsync(HttpContext context)
    {
        var (key, refusal) = callers.ByKey(context);
        if (refusal is not null)
        {
            return refusal;
        }

        var body = await Callers.ReadAsync(context) ?? [];
        var faults = new List<(string Field, string Words)>();
        if (Text(body, "secret_name") is not { Length: > 0 and <= LongestName } name)
        {
            name = string.Empty;
            faults.Add(("secret_name", "String should have 1 to 255 characters"));
        }

        if (Text(body, "secret_value") is not { Length: > 0 })
        {
            faults.Add(("secret_value", "String should have at least 1 character"));
        }

        if (Text(body, "secret_type") is not { } type || !SecretTypes.Contains(type))
        {
            type = string.Empty;
            faults.Add(("secret_type", "Input should be a known secret type"));
        }

        if (faults.Count > 0)
        {
            return Answers.Invalid(faults);
        }

        var secret = new StoredSecret(Guid.NewGuid().ToString(), key!, name, type, cloud.Time.GetUtcNow());
        cloud.Secrets[secret.Id] = secret;
        return Answers.Success(new JsonObject { ["id"] = secret.Id, ["secret_name"] = name });
    }

    private IResult ListSecrets(string key)
    {
        JsonNode[] secrets =
        [
            .. cloud.Secrets.Values.Where(secret => secret.ApiKey == key).Select(secret => new JsonObject
            {
                ["id"] = secret.Id,
                ["secret_name"] = secret.Name,
                ["secret_type"] = secret.Type,
                ["created_at"] = secret.CreatedAt.ToString("O", CultureInfo.InvariantCulture),
            }),
        ];
        return Answers.Success(new JsonArray(secrets));
    }

    private IResult Delete(string key, string id) =>
        cloud.Secrets.TryGetValue(id, out var secret) && secret.ApiKey == key && cloud.Secrets.TryRemove(id, out _)
            ? Answers.Success(null)
            : Answers.Error(StatusCodes.Status404NotFound, "Secret not found");

    private IResult ListAvatars()
    {
        JsonNode[] avatars = [.. cloud.Avatars.Select(avatar => new JsonObject { ["id"] = avatar.Key, ["name"] = avatar.Value })];
        return Answers.Success(new JsonObject
        {
            ["count"] = avatars.Length,
            ["next"] = null,
            ["previous"] = null,
            ["results"] = new JsonArray(avatars),
        });
    }
}
