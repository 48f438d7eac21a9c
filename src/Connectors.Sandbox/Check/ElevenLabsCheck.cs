using Connectors.Providers.ElevenLabs;
using Connectors.Sandbox.Demo;
using Connectors.Validation;

namespace Connectors.Sandbox.Check;

/// <summary>ElevenLabs' address, and what the connector's own validation says of key and agent.</summary>
/// <param name="variables">Which account.</param>
/// <param name="http">Asks.</param>
/// <param name="reach">Tries the address first.</param>
internal sealed class ElevenLabsCheck(LiveVariables variables, HttpClient http, NetworkReach reach)
{
    private const string Agent = "ElevenLabs agent";
    private const string MendAddress = $"Mend {LiveVariables.ElevenLabsUrl}, or leave it out.";

    private static readonly string[] Needed = [LiveVariables.ElevenLabsKey, LiveVariables.AgentId];

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken)
    {
        if (variables.ElevenLabsAddress is not { } address)
        {
            return [CheckResult.Wrong("ElevenLabs", $"{LiveVariables.ElevenLabsUrl} is no http or https address", MendAddress)];
        }

        var tcp = await reach.TcpAsync("TCP to ElevenLabs", address, cancellationToken);
        var missing = Needed.Where(name => variables.Text(name) is null).ToList();
        if (missing.Count > 0)
        {
            return [tcp, .. missing.Select(name => CheckResult.Wrong(Agent, $"{name} is not set", $"Set {name}."))];
        }

        return tcp.Outcome == CheckOutcome.Wrong ? [tcp] : [tcp, .. await ValidateAsync(address, cancellationToken)];
    }

    private async Task<IEnumerable<CheckResult>> ValidateAsync(Uri address, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection()
            .AddSingleton<HttpMessageInvoker>(http)
            .AddSingleton(TimeProvider.System)
            .AddElevenLabs()
            .BuildServiceProvider();
        var accounts = new LiveAccounts
        {
            LiveAvatarKey = Secret.None,
            AvatarId = string.Empty,
            LiveAvatarAddress = address,
            ElevenLabsKey = new(variables.Text(LiveVariables.ElevenLabsKey)!),
            AgentId = variables.Text(LiveVariables.AgentId)!,
            ElevenLabsAddress = address,
        };
        var report = await services.GetRequiredService<IConnector>().ValidateAsync(accounts.Setup, cancellationToken);
        return
        [
            .. report.Findings.Select(Result),
            report.IsUsable
                ? CheckResult.Good(Agent, "can be used")
                : CheckResult.Wrong(Agent, "can't be used as it is", "Mend what is wrong above."),
        ];
    }

    private static CheckResult Result(ValidationFinding finding) => finding.Severity == FindingSeverity.Error
        ? CheckResult.Wrong($"ElevenLabs {finding.Field}", finding.Message, Remedy(finding))
        : new($"ElevenLabs {finding.Field}", CheckOutcome.Note, finding.Message);

    private static string Remedy(ValidationFinding finding) => finding switch
    {
        { Code: "unreachable" } => $"Try again; check the network and {LiveVariables.ElevenLabsUrl}.",
        { Code: "free-plan" or "no-credits" } => "Change the plan at ElevenLabs, or use a key of another workspace.",
        { Field: "secret" } =>
            $"Make a key at ElevenLabs with the permissions convai_read and user_read, and set {LiveVariables.ElevenLabsKey}.",
        { Field: "agentId" } => $"Copy the agent's id from its page at ElevenLabs and set {LiveVariables.AgentId}.",
        { Field: "baseUrl" } => MendAddress,
        _ => "Change it in the agent's settings at ElevenLabs.",
    };
}
