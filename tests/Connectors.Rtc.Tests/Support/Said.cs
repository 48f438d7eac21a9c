namespace Connectors.Rtc.Tests.Support;

/// <summary>What watchers were shown of what was said.</summary>
internal static class Said
{
    /// <summary>The texts, as far as each was told: the user's in their final form, the agent's turn by turn.</summary>
    public static IReadOnlyList<string> In(IEnumerable<WatchedLine> shown)
    {
        List<string> users = [];
        Dictionary<long, string> turns = [];
        foreach (var told in shown)
        {
            if (told.Type == "user.said" && told.Data.GetProperty("is_final").GetBoolean())
            {
                users.Add(TextOf(told));
            }
            else if (told.Type == "agent.said")
            {
                var turn = told.Data.GetProperty("turn").GetInt64();
                var isDelta = told.Data.GetProperty("kind").GetString() == "delta";
                turns[turn] = isDelta ? turns.GetValueOrDefault(turn) + TextOf(told) : TextOf(told);
            }
        }

        return [.. users, .. turns.Values.Select(static text => text.Trim())];
    }

    private static string TextOf(WatchedLine told) => told.Data.GetProperty("text").GetString()!;
}
