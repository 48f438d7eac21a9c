using System.Diagnostics.CodeAnalysis;

namespace Connectors.Server.Commands;

/// <summary>A command can't be done as it was asked for; the message is one sentence that says why.</summary>
[SuppressMessage("Design", "CA1032", Justification = "It never is without a sentence.")]
internal sealed class UsageException(string message) : Exception(message);
