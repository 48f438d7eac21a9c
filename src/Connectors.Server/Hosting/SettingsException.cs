using System.Diagnostics.CodeAnalysis;

namespace Connectors.Server.Hosting;

/// <summary>The service was configured wrongly; the message says how, for who runs it.</summary>
[SuppressMessage("Design", "CA1032", Justification = "It never is without a sentence.")]
internal sealed class SettingsException(string message, Exception? inner = null) : ArgumentException(message, inner);
