using System.Globalization;

namespace Connectors.Sandbox;

/// <summary>A verb's arguments, checked against the options that it knows.</summary>
internal sealed class CommandLine
{
    private readonly Dictionary<string, string> _values = [];

    private CommandLine()
    {
    }

    /// <summary>Whether <c>--help</c> was asked for.</summary>
    public bool WantsHelp { get; private set; }

    /// <summary>Reads the arguments.</summary>
    /// <param name="args">What follows the verb.</param>
    /// <param name="options">Every option of the verb.</param>
    /// <exception cref="UsageException">An unknown option, a missing value, or an option given twice.</exception>
    public static CommandLine Parse(string[] args, IReadOnlyList<CommandOption> options)
    {
        var line = new CommandLine();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] is "--help" or "-h")
            {
                line.WantsHelp = true;
                continue;
            }

            var option = options.FirstOrDefault(known => known.Name == args[i])
                ?? throw new UsageException(
                    $"Unknown option '{args[i]}'. Known: {string.Join(", ", options.Select(known => known.Name))}.");
            if (option.Value is not null && i + 1 >= args.Length)
            {
                throw new UsageException($"{option.Name} needs a value: {option.Name} {option.Value}.");
            }

            if (!line._values.TryAdd(option.Name, option.Value is null ? string.Empty : args[++i]))
            {
                throw new UsageException($"{option.Name} is given twice.");
            }
        }

        return line;
    }

    /// <summary>Text for <c>--help</c>.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="options">Its options.</param>
    public static string Help(ISandboxCommand command, IReadOnlyList<CommandOption> options)
    {
        var width = options.Count == 0 ? 0 : options.Max(option => Usage(option).Length);
        var lines = options.Select(option => $"  {Usage(option).PadRight(width)}  {option.Summary}");
        return $"{command.Name}: {command.Summary}{Environment.NewLine}{string.Join(Environment.NewLine, lines)}";
    }

    /// <summary>Whether a switch was given.</summary>
    /// <param name="name">With its dashes.</param>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>An option's value, or null.</summary>
    /// <param name="name">With its dashes.</param>
    public string? Text(string name) => _values.GetValueOrDefault(name);

    /// <summary>An option's value as a whole number.</summary>
    /// <param name="name">With its dashes.</param>
    /// <param name="otherwise">Where it isn't given.</param>
    /// <param name="least">Smallest value allowed.</param>
    /// <param name="most">Largest value allowed.</param>
    /// <exception cref="UsageException">It is no such number.</exception>
    public int Number(string name, int otherwise, int least, int most)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new UsageException($"{name} must be a whole number from {least} to {most}, but is '{text}'.");
    }

    /// <summary>An option's value as a time in seconds.</summary>
    /// <param name="name">With its dashes.</param>
    /// <param name="otherwise">Where it isn't given.</param>
    /// <exception cref="UsageException">It is no time.</exception>
    public TimeSpan Seconds(string name, TimeSpan otherwise)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and < 1_000_000
            ? TimeSpan.FromSeconds(seconds)
            : throw new UsageException($"{name} must be a time in seconds, but is '{text}'.");
    }

    private static string Usage(CommandOption option) => option.Value is null ? option.Name : $"{option.Name} {option.Value}";
}
