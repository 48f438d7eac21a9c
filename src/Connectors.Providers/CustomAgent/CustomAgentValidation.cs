using Connectors.Events;
using Connectors.Providers.CustomAgent.Settings;
using Connectors.Validation;

namespace Connectors.Providers.CustomAgent;

/// <summary>
/// Checks an agent by a real connection, because it has no other way to be asked: a <c>hello</c> that says <c>validate</c>, the agent's
/// <c>ready</c>, and a close in good order.
/// </summary>
/// <param name="connector">Connects.</param>
/// <param name="limits">What the operator decides.</param>
/// <param name="time">Clock.</param>
internal sealed class CustomAgentValidation(CustomAgentConnector connector, CustomAgentOptions limits, TimeProvider time)
{
    // The connection itself keeps the limit; this one is for a fault of ours.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public async Task<ValidationReport> ValidateAsync(ConnectorSetup setup, CancellationToken cancellationToken)
    {
        SettingsReader.Read(setup.Settings, limits.AllowInsecure, out var read);
        var findings = new List<ValidationFinding>([.. read, .. Judge(setup.Secret)]);
        if (findings.Exists(static finding => finding.Severity == FindingSeverity.Error))
        {
            return new(findings, null);
        }

        var probe = new Probe();
        await using var connection = connector.Check(setup, probe);
        var first = await probe.First.WaitAsync(limits.RequestTimeout + Grace, time, cancellationToken);
        await connection.CloseAsync();
        return first is AgentEvent.Closed closed
            ? new([.. findings, FindingOf(closed)], null)
            : new(findings, FactsOf((AgentEvent.Ready)first));
    }

    /// <summary>What is wrong with a secret on its own.</summary>
    public static IEnumerable<ValidationFinding> Judge(Secret secret) => HeaderKeys.IsKey(secret)
        ? []
        : [new(FindingSeverity.Error, CustomAgentCloses.BadKey.Code, "secret", CustomAgentCloses.BadKey.Reason)];

    private static ValidationFinding FindingOf(AgentEvent.Closed closed)
    {
        var severity = closed.Kind is CloseKind.RateLimited or CloseKind.ProviderError ? FindingSeverity.Warning : FindingSeverity.Error;
        var code = closed.Kind switch
        {
            CloseKind.Unauthorized => "secret-refused",
            CloseKind.QuotaExceeded => "quota-exceeded",
            CloseKind.RateLimited => "rate-limited",
            CloseKind.ProviderError => "agent-failed",
            _ when char.IsAsciiDigit(closed.Code[0]) => $"refused-{closed.Code}",
            _ => closed.Code,
        };
        return new(severity, code, closed.Kind == CloseKind.Unauthorized ? "secret" : "url", closed.Reason);
    }

    private static AgentFacts FactsOf(AgentEvent.Ready ready) => new()
    {
        InputFormat = ready.InputFormat,
        OutputFormat = ready.OutputFormat,
        MaximumDuration = ready.Capabilities.MaximumConnectionTime,
        SuppressesGreeting = ready.Capabilities.SuppressesGreeting,
    };

    private sealed class Probe : IAgentListener
    {
        private readonly TaskCompletionSource<AgentEvent> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>The agent is ready, or the connection over.</summary>
        public Task<AgentEvent> First => _first.Task;

        public void OnTurnAudio(TurnId turn, ReadOnlySpan<byte> audio)
        {
            // An agent that speaks all the same isn't heard.
        }

        public void OnEvent(AgentEvent e)
        {
            if (e is AgentEvent.Ready or AgentEvent.Closed)
            {
                _first.TrySetResult(e);
            }
        }
    }
}
