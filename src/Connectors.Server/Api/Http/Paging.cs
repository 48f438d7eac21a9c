using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Connectors.Core.Records;
using Connectors.Core.Tenancy;

namespace Connectors.Server.Api.Http;

/// <summary>Which page of a list is asked for: <c>limit</c> 1 to 100, default 50, and <c>cursor</c> as the last page gave it.</summary>
internal sealed class Paging : IRequestPart
{
    private const int Highest = 100;
    private const int Usual = 50;
    private const int LongestCursor = 400;

    private Paging(int limit, string? after, Problem? problem)
    {
        Limit = limit;
        After = after;
        Problem = problem;
    }

    public Problem? Problem { get; }

    public int Limit { get; }

    /// <summary>Id behind which the page begins, or null.</summary>
    public string? After { get; }

    public static ValueTask<Paging?> BindAsync(HttpContext context)
    {
        List<FieldError> errors = [];
        var limit = Usual;
        if (context.Request.Query["limit"] is { Count: > 0 } given
            && (!int.TryParse(given[0], NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > Highest))
        {
            errors.Add(new("limit", "Must be 1 to 100."));
        }

        string? after = null;
        if (context.Request.Query["cursor"] is { Count: > 0 } cursor && !TryRead(cursor[0], out after))
        {
            errors.Add(new("cursor", "Must be the next_cursor of a page of the same list."));
        }

        return ValueTask.FromResult<Paging?>(
            new(limit, after, errors.Count > 0 ? Problems.Of(Refusal.Invalid(errors)) : null));
    }

    /// <summary>An id as a cursor: callers should not read anything into it.</summary>
    public static string? Cursor(string? id) => id is null ? null : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(id));

    /// <summary>The query for a store, newest first.</summary>
    public RecordQuery Newest() => new(string.Empty, string.Empty) { After = After, Limit = Limit, Descending = true };

    private static bool TryRead(string? cursor, out string? id)
    {
        id = null;
        if (cursor is not { Length: > 0 and <= LongestCursor } || !Base64Url.IsValid(cursor))
        {
            return false;
        }

        id = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        return id.Length is > 0 and <= 200 && id.All(c => c is >= ' ' and <= '~');
    }
}
