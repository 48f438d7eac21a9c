namespace Connectors.Server.Api;

/// <summary>How the API is offered; read from the configuration section <c>Connectors:Api</c>.</summary>
public sealed record ApiOptions
{
    /// <summary>Address of the operator's API alone, such as <c>http://127.0.0.1:8081</c>; null: wherever the service listens.</summary>
    public Uri? OperatorAddress { get; init; }

    /// <summary>
    /// The first operator key, as text (<c>ck_…</c>). Null: on the first start one is made and printed once on standard output.
    /// </summary>
    public string? OperatorKey { get; init; }

    /// <summary>Calls within a second from one address, twice as many in a burst. Default 200, 1 to 100,000.</summary>
    public int CallsPerSecondAndAddress { get; init; } = 200;

    /// <summary>Calls with a wrong key within a second from one address, twice as many in a burst. Default 5, 1 to 1,000.</summary>
    public int WrongKeysPerSecondAndAddress { get; init; } = 5;

    /// <summary>Everything that is wrong; empty if nothing is.</summary>
    public IEnumerable<string> Errors()
    {
        if (OperatorAddress is { } address && (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https")))
        {
            yield return "Connectors:Api:OperatorAddress must be an http or https address.";
        }

        if (OperatorKey is { } key && !Core.Tenancy.ApiKeyText.TryParse(key, out _))
        {
            yield return "Connectors:Api:OperatorKey must be a key as 'ck_', 32 hexadecimal digits, '_', 43 base64url characters.";
        }

        if (CallsPerSecondAndAddress is < 1 or > 100_000)
        {
            yield return "Connectors:Api:CallsPerSecondAndAddress must be 1 to 100,000.";
        }

        if (WrongKeysPerSecondAndAddress is < 1 or > 1_000)
        {
            yield return "Connectors:Api:WrongKeysPerSecondAndAddress must be 1 to 1,000.";
        }
    }

    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(ApiOptions);
}
