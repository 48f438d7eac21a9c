namespace Connectors.Core.Tenancy;

/// <summary>A credential as somebody wants it.</summary>
/// <param name="Name">What its owner calls it, 1 to 255 characters.</param>
/// <param name="Kind">What it opens, such as <c>ELEVENLABS_API_KEY</c>.</param>
/// <param name="Value">The value, 1 to 4,096 characters.</param>
/// <param name="SkipCheck">Whether it is stored without asking the provider.</param>
public sealed record CredentialDraft(string? Name, string? Kind, Secret Value, bool SkipCheck = false)
{
    private const int LongestValue = 4_096;

    internal IEnumerable<FieldError> Errors(IReadOnlyCollection<string> kinds)
    {
        if (FieldError.UnlessLength("name", Name, 1, 255) is { } name)
        {
            yield return name;
        }

        if (Kind is null || !kinds.Contains(Kind))
        {
            yield return new("kind", $"Must be one of {string.Join(", ", kinds)}.");
        }

        if (ValueError(Value) is { } value)
        {
            yield return value;
        }
    }

    internal static FieldError? ValueError(Secret value) => FieldError.UnlessLength("value", value.Reveal(), 1, LongestValue)
        ?? (value.Reveal().Any(c => c is <= ' ' or > '~') ? new("value", "Must be printable ASCII without spaces, as keys are.") : null);

    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(CredentialDraft);
}
