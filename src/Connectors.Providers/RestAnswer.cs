using System.Globalization;
using System.Text.Json;
using Connectors.Validation;

namespace Connectors.Providers;

/// <summary>What came of a REST call.</summary>
/// <param name="Status">HTTP status, or one of ours.</param>
/// <param name="Json">The body, or undefined.</param>
/// <param name="Refusal">The sentence of the host's guard that refused the address, or null.</param>
internal sealed record RestAnswer(int Status, JsonElement Json, string? Refusal)
{
    /// <summary>Status of ours: nobody there.</summary>
    public const int Unreachable = 0;

    /// <summary>Status of ours: no answer in time.</summary>
    public const int NoneInTime = -1;

    /// <summary>Whether it is an answer to the question.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The status as text.</summary>
    public string StatusText => Status.ToString(CultureInfo.InvariantCulture);

    /// <summary>What is wrong where the answer is none about key, rights or settings.</summary>
    /// <param name="provider">The provider's name, for people.</param>
    /// <param name="code">The provider's own code in the answer, if any.</param>
    public ValidationFinding Trouble(string provider, string? code) => Status switch
    {
        Unreachable when Refusal is not null => new(
            FindingSeverity.Error, "address-refused", "baseUrl", $"{provider} can't be reached at this address. {Refusal}"),
        Unreachable => new(FindingSeverity.Error, "unreachable", "baseUrl", $"{provider} could not be reached at this address."),
        NoneInTime => new(
            FindingSeverity.Warning, "no-answer", "baseUrl", $"{provider} did not answer in time, so the key could not be checked."),
        >= 500 => new(
            FindingSeverity.Warning, "provider-failed", "baseUrl",
            $"{provider} failed ({StatusText}), so the key could not be checked. Try again later."),
        _ => new(
            FindingSeverity.Error, "unexpected-answer", "baseUrl",
            $"The answer ({StatusText}, {LenientJson.Name(code)}) is not one of {provider}'s API. Check the address."),
    };

    public override string ToString() => nameof(RestAnswer);
}
