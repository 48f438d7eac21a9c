namespace Connectors.Server.Commands;

/// <summary>What stands behind a command's words: <c>--name value</c>, each at most once.</summary>
internal sealed class CommandArguments
{
    private readonly Dictionary<string, string> _values = [];

    private CommandArguments()
    {
    }

    /// <exception cref="UsageException">Something else stands there.</exception>
    public static CommandArguments Parse(IReadOnlyList<string> words, IReadOnlyCollection<string> known)
    {
        var arguments = new CommandArguments();
        for (var i = 0; i < words.Count; i += 2)
        {
            if (!known.Contains(words[i]))
            {
                throw new UsageException($"'{words[i]}' is not known here; {Known(known)}.");
            }

            if (i + 1 == words.Count || words[i + 1].StartsWith("--", StringComparison.Ordinal))
            {
                throw new UsageException($"{words[i]} needs a value.");
            }

            if (!arguments._values.TryAdd(words[i], words[i + 1]))
            {
                throw new UsageException($"{words[i]} is given twice.");
            }
        }

        return arguments;
    }

    public string? Find(string name) => _values.GetValueOrDefault(name);

    /// <exception cref="UsageException">It isn't there.</exception>
    public string Require(string name) => Find(name) ?? throw new UsageException($"{name} must be given.");

    private static string Known(IReadOnlyCollection<string> known) => known.Count == 0
        ? "nothing more can be given"
        : $"{string.Join(" and ", known)} can be given";
}
