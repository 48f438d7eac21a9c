using System.Globalization;
using Connectors.Core.Tenancy;

namespace Connectors.Server.Api.Http;

/// <summary>The version that a change is meant for: header <c>If-Match</c>, an ETag of ours; without it, whichever it is.</summary>
internal sealed class IfMatch : IRequestPart
{
    private IfMatch(long? version, Problem? problem)
    {
        Version = version;
        Problem = problem;
    }

    public Problem? Problem { get; }

    /// <summary>The version, or null.</summary>
    public long? Version { get; }

    public static ValueTask<IfMatch?> BindAsync(HttpContext context)
    {
        var text = context.Request.Headers.IfMatch.ToString();
        return ValueTask.FromResult<IfMatch?>(
            text is "" or "*" ? new(null, null)
            : text.Length > 2 && text[0] == '"' && text[^1] == '"'
                && long.TryParse(text.AsSpan(1, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                ? new(version, null)
            : new(null, Problems.Of(Refusal.Invalid(new FieldError("If-Match", "Must be one ETag as an answer of ours had it, or *.")))));
    }
}
