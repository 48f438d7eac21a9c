using System.Globalization;
using System.Text.Json.Nodes;

namespace Connectors.Server.LiveAvatarApi.Wire;

/// <summary>A page of a list, as LiveAvatar numbers them (facts/liveavatar.md §1.7).</summary>
/// <param name="Number">Which, from 1.</param>
/// <param name="Size">Results on it.</param>
internal sealed record ResultPage(int Number, int Size)
{
    private const int DefaultSize = 20;
    private const int LargestSize = 100;
    private const int Last = 100_000;

    public int Skip => (Number - 1) * Size;

    /// <summary>Reads <c>page</c> and <c>page_size</c>.</summary>
    public static ResultPage Read(QueryFields query) =>
        new(query.Whole("page", 1, Last) ?? 1, query.Whole("page_size", 1, LargestSize) ?? DefaultSize);

    /// <summary>The answer.</summary>
    /// <param name="context">The call.</param>
    /// <param name="count">Results on all pages.</param>
    /// <param name="results">Those on this one.</param>
    public IResult Answer(HttpContext context, int count, IEnumerable<JsonNode> results) => Envelope.Done(new JsonObject
    {
        ["count"] = count,
        ["next"] = Number * Size < count ? Url(context, Number + 1) : null,
        ["previous"] = Number > 1 ? Url(context, Number - 1) : null,
        ["results"] = new JsonArray([.. results]),
    });

    private static string Url(HttpContext context, int page)
    {
        var request = context.Request;
        var others = request.Query.Where(pair => pair.Key != "page").Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value));
        var query = QueryString.Create([.. others, KeyValuePair.Create("page", (string?)page.ToString(CultureInfo.InvariantCulture))]);
        return $"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}{query}";
    }
}
