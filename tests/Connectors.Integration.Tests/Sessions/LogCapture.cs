using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Connectors.Integration.Tests.Sessions;

/// <summary>Keeps every log line of every category at every level: text, fields, scopes and the whole of exceptions.</summary>
internal sealed class LogCapture : ILoggerProvider, ISupportExternalScope
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _lines = new();
    private Action? _written;
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        // The lines are read after the service is gone.
    }

    /// <summary>Waits until so many lines are of a kind.</summary>
    public async Task WaitAsync(int count, Func<string, bool> isIt)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _written = () =>
        {
            if (_lines.Count(isIt) >= count)
            {
                seen.TrySetResult();
            }
        };
        _written();
        await seen.Task.WaitAsync(Patience, TimeProvider.System, TestContext.Current.CancellationToken);
        _written = null;
    }

    /// <summary>Fails if one of these texts is in any line, as it is, in base64 or encoded for a URL.</summary>
    public void AssertHides(IEnumerable<string> texts)
    {
        var search = new SecretSearch(texts);
        Assert.Empty(_lines.SelectMany(line => search.In(line).Select(found => $"'{found}' in: {line}")));
    }

    private sealed class Writer(LogCapture capture, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => capture._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var fields = state is IEnumerable<KeyValuePair<string, object?>> named
                ? string.Join(' ', named.Select(field => $"{field.Key}={field.Value}"))
                : string.Empty;
            List<string> scopes = [];
            capture._scopes.ForEachScope(static (scope, found) => found.Add($"{scope}"), scopes);
            var text = $"{formatter(state, exception)} | {fields} | {string.Join(' ', scopes)} | {exception}";
            capture._lines.Enqueue($"{logLevel} {category} {eventId.Id} {eventId.Name} {text}");
            capture._written?.Invoke();
        }
    }
}
