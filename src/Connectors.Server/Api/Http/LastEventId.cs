using Connectors.Core.Sessions;
using Connectors.Core.Tenancy;

namespace Connectors.Server.Api.Http;

/// <summary>
/// The last event of a session that a watcher saw: <c>Last-Event-ID</c>, or <c>last_event_id</c> in the query for those who can't set
/// headers.
/// </summary>
internal sealed class LastEventId : IRequestPart
{
    private LastEventId(long sequence, Problem? problem)
    {
        Sequence = sequence;
        Problem = problem;
    }

    public Problem? Problem { get; }

    /// <summary>Its place; 0: none.</summary>
    public long Sequence { get; }

    public static ValueTask<LastEventId?> BindAsync(HttpContext context)
    {
        var (field, text) = ("Last-Event-ID", context.Request.Headers["Last-Event-ID"].ToString());
        if (text.Length == 0)
        {
            (field, text) = ("last_event_id", context.Request.Query["last_event_id"].ToString());
        }

        var place = default(EventPlace);
        var problem = text.Length == 0 || EventPlace.TryParse(text, out place)
            ? null
            : Problems.Of(Refusal.Invalid(new FieldError(field, "Must be the id of an event of this stream, such as 1-17.")));
        return ValueTask.FromResult<LastEventId?>(new(place.Sequence, problem));
    }
}
