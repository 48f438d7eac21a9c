using Connectors.Core.Sessions;
using Connectors.Core.Tenancy;

namespace Connectors.Server.Api.Http;

/// <summary>
/// Which sessions are listed: <c>state</c>, one of <c>starting</c>, <c>live</c>, <c>ending</c>, <c>ended</c>; may be there several times.
/// </summary>
internal sealed class StateFilter : IRequestPart
{
    private StateFilter(IReadOnlyCollection<SessionState>? states, Problem? problem)
    {
        States = states;
        Problem = problem;
    }

    public Problem? Problem { get; }

    public IReadOnlyCollection<SessionState>? States { get; }

    public static ValueTask<StateFilter?> BindAsync(HttpContext context)
    {
        HashSet<SessionState> states = [];
        foreach (var text in context.Request.Query["state"])
        {
            if (text is null || !text.All(char.IsAsciiLetter) || !Enum.TryParse<SessionState>(text, ignoreCase: true, out var state))
            {
                return ValueTask.FromResult<StateFilter?>(new(null, Problems.Of(Refusal.Invalid(
                    new FieldError("state", "Must be one of starting, live, ending, ended.")))));
            }

            states.Add(state);
        }

        return ValueTask.FromResult<StateFilter?>(new(states.Count > 0 ? states : null, null));
    }
}
