namespace Connectors.Core.Tenancy;

/// <summary>A context as somebody wants it.</summary>
/// <param name="Name">What its owner calls it, 1 to 255 characters.</param>
/// <param name="Prompt">The prompt, 1 to 50,000 characters.</param>
/// <param name="OpeningText">What the agent says first, up to 2,000 characters; null: nothing.</param>
/// <param name="Links">What the agent may refer to, up to 50; their ids are made anew.</param>
public sealed record ContextDraft(string? Name, string? Prompt, string? OpeningText, IReadOnlyList<ContextLink> Links)
{
    private const int LongestPrompt = 50_000;
    private const int LongestOpening = 2_000;
    private const int LongestUrl = 2_048;
    private const int LongestFaq = 5_000;
    private const int MostLinks = 50;

    /// <summary>The name of the type only.</summary>
    public override string ToString() => nameof(ContextDraft);

    internal IEnumerable<FieldError> Errors() =>
    [
        .. OwnErrors().OfType<FieldError>(),
        .. Links.SelectMany(static (link, index) => LinkErrors(link).OfType<FieldError>().Select(error => error.Under($"links.{index}"))),
    ];

    private static IEnumerable<FieldError?> LinkErrors(ContextLink link)
    {
        yield return FieldError.UnlessLength("url", link.Url, 1, LongestUrl);
        yield return FieldError.UnlessLength("faq", link.Faq, 0, LongestFaq);
    }

    private IEnumerable<FieldError?> OwnErrors()
    {
        yield return FieldError.UnlessLength("name", Name, 1, 255);
        yield return FieldError.UnlessLength("prompt", Prompt, 1, LongestPrompt);
        yield return OpeningText is null ? null : FieldError.UnlessLength("opening_text", OpeningText, 0, LongestOpening);
        yield return FieldError.UnlessIn("links", Links.Count, 0, MostLinks);
    }
}
