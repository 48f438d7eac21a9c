namespace Connectors.Sandbox;

/// <summary>One verb of the sandbox program.</summary>
internal interface ISandboxCommand
{
    /// <summary>The verb, kebab-case.</summary>
    string Name { get; }

    /// <summary>One line for <c>--help</c>.</summary>
    string Summary { get; }

    /// <summary>Runs until it is done or cancelled (Ctrl+C), then ends in good order.</summary>
    /// <param name="args">What follows the verb.</param>
    /// <param name="cancellationToken">Set by Ctrl+C or SIGTERM.</param>
    /// <returns>The exit code; 2 is for wrong usage, best told by throwing <see cref="UsageException"/>.</returns>
    Task<int> RunAsync(string[] args, CancellationToken cancellationToken);
}
