using System.Text.Json;

namespace Connectors.Providers.Deepgram;

/// <summary>What came of a REST call.</summary>
/// <param name="Status">HTTP status, or one of ours.</param>
/// <param name="Json">The body, or undefined.</param>
/// <param name="Refusal">The sentence of the host's guard that refused the address, or null.</param>
internal sealed record DeepgramAnswer(int Status, JsonElement Json, string? Refusal)
{
    /// <summary>Status of ours: nobody there.</summary>
    public const int Unreachable = 0;

    /// <summary>Status of ours: no answer in time.</summary>
    public const int NoneInTime = -1;

    /// <summary>Whether it is an answer to the question.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Deepgram's code of an error, in its older spelling or its newer one.</summary>
    public string? Code => Json.Text("err_code") ?? Json.Text("category");

    public override string ToString() => nameof(DeepgramAnswer);
}
