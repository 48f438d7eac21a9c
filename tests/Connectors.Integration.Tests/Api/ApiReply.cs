using System.Text.Json;

namespace Connectors.Integration.Tests.Api;

/// <summary>What the API answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">The body as text.</param>
/// <param name="Headers">Headers, those of the content among them.</param>
internal sealed record ApiReply(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonElement.Parse(Body);

    /// <summary>Last part of a problem's type; null if it is none.</summary>
    public string? Problem => Headers.GetValueOrDefault("Content-Type") == "application/problem+json"
        ? Json.GetProperty("type").GetString()!.Split(':')[^1]
        : null;

    public string? ETag => Headers.GetValueOrDefault("ETag");

    public static async Task<ApiReply> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken) => new(
        (int)response.StatusCode,
        await response.Content.ReadAsStringAsync(cancellationToken),
        response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase));

    public string Text(string member) => Json.GetProperty(member).GetString()!;

    /// <summary>Fails unless the status is this one.</summary>
    public ApiReply Expect(int status)
    {
        Assert.True(Status == status, $"{Status} instead of {status}: {Body}");
        return this;
    }

    /// <summary>Fails unless it is this problem.</summary>
    public ApiReply ExpectProblem(int status, string name)
    {
        Assert.True(Status == status && Problem == name, $"{Status} instead of {status} {name}: {Body}");
        return this;
    }

    /// <summary>The members that a problem says are wrong.</summary>
    public IEnumerable<string> WrongFields() =>
        Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("field").GetString()!);
}
