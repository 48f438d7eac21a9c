using System.Globalization;
using Connectors.Audio;
using Connectors.Events;
using Connectors.Providers.ElevenLabs.Wire;
using Connectors.Validation;

namespace Connectors.Providers.ElevenLabs;

/// <summary>Checks key, plan and agent in the order in which a tenant can mend them; stops where going on is pointless.</summary>
/// <param name="api">Asks ElevenLabs.</param>
/// <param name="settings">What is checked.</param>
internal sealed class ElevenLabsValidation(ElevenLabsApi api, ElevenLabsSettings settings)
{
    private const string SecretField = "secret";
    private const string AgentField = "agentId";
    private const string AddressField = "baseUrl";
    private const string EventsField = "conversation_config.conversation.client_events";

    // Below this a conversation of some minutes may end in the middle.
    private const long FewCredits = 1_000;

    private static readonly TimeSpan ShortDuration = TimeSpan.FromMinutes(15);

    // Conversations at once by plan, as documented in August 2025; Enterprise is by contract.
    private static readonly Dictionary<string, int> PlanConcurrency = new(StringComparer.OrdinalIgnoreCase)
    {
        ["free"] = 4,
        ["starter"] = 6,
        ["creator"] = 10,
        ["pro"] = 20,
        ["growing_business"] = 30,
        ["scale"] = 30,
        ["scale_2024_08_10"] = 30,
        ["business"] = 30,
    };

    private readonly List<ValidationFinding> _findings = [];

    public async Task<ValidationReport> RunAsync(CancellationToken cancellationToken)
    {
        var subscription = await api.GetSubscriptionAsync(cancellationToken);
        if (subscription.Failure is { } refusal && !CheckAccountFailure(refusal))
        {
            return new(_findings, Facts: null);
        }

        CheckPlan(subscription.Value);
        var agent = await api.GetAgentAsync(cancellationToken);
        if (agent.Failure is { } failure)
        {
            Add(FindingSeverity.Error, failure.Code, failure.Kind == CloseKind.Misconfigured ? AgentField : SecretField, failure.Reason);
            return new(_findings, Facts: null);
        }

        var setup = new AgentSetup(agent.Value);
        CheckAgent(setup);
        CheckFormats(setup);
        CheckEvents(setup);
        CheckVariables(setup);
        CheckOverrides(setup);
        var url = await api.GetSignedUrlAsync(cancellationToken);
        if (url.Failure is { } noUrl)
        {
            Add(FindingSeverity.Error, noUrl.Code, SecretField, $"No conversation can be opened. {noUrl.Reason}");
        }

        return new(_findings, setup.ToFacts(PlanLimit(subscription.Value)));
    }

    /// <summary>Checks key and plan only.</summary>
    public async Task<ValidationReport> RunAccountAsync(CancellationToken cancellationToken)
    {
        var subscription = await api.GetSubscriptionAsync(cancellationToken);
        if (subscription.Failure is { } refusal)
        {
            CheckAccountFailure(refusal);
        }

        CheckPlan(subscription.Value);
        return new(_findings, subscription.Value is null ? null : new AgentFacts { MaximumConcurrency = PlanLimit(subscription.Value) });
    }

    private static int? PlanLimit(SubscriptionDocument? subscription) =>
        subscription?.Tier is { } tier && PlanConcurrency.TryGetValue(tier, out var limit) ? limit : null;

    // Without user_read the plan stays unknown, which is no reason to refuse an agent that works.
    private bool CheckAccountFailure(AgentEvent.Closed refusal)
    {
        var isMinor = refusal.Code == "missing_permissions";
        var field = refusal.Code == "address-refused" ? AddressField : SecretField;
        Add(isMinor ? FindingSeverity.Warning : FindingSeverity.Error, refusal.Code, field,
            isMinor ? "The key lacks the permission user_read, so plan and credits can't be checked." : refusal.Reason);
        return isMinor;
    }

    private void CheckPlan(SubscriptionDocument? subscription)
    {
        if (string.Equals(subscription?.Tier, "free", StringComparison.OrdinalIgnoreCase))
        {
            Add(FindingSeverity.Error, "free-plan", SecretField,
                "The key belongs to a free ElevenLabs plan, which ElevenLabs cuts off when used from servers. A paid plan is needed.");
        }

        if (subscription is not { CharacterCount: { } used, CharacterLimit: { } limit, CanExtendCharacterLimit: not true })
        {
            return;
        }

        if (used >= limit)
        {
            Add(FindingSeverity.Error, "no-credits", SecretField, "The ElevenLabs account has no credits left.");
        }
        else if (limit - used < FewCredits)
        {
            Add(FindingSeverity.Warning, "few-credits", SecretField,
                "The ElevenLabs account has few credits left; conversations may end early.");
        }
    }

    private void CheckAgent(AgentSetup agent)
    {
        if (agent.IsArchived)
        {
            Add(FindingSeverity.Warning, "agent-archived", AgentField, "The agent is archived.");
        }

        if (agent.IsTextOnly)
        {
            Add(FindingSeverity.Error, "text-only", "conversation_config.conversation.text_only",
                "The agent is set to text only; an avatar needs its voice. Switch text only off.");
        }

        if (agent.MaximumDuration is { } maximum && maximum < ShortDuration)
        {
            Add(FindingSeverity.Information, "short-duration", "conversation_config.conversation.max_duration_seconds", string.Create(
                CultureInfo.InvariantCulture,
                $"The agent ends every conversation after {maximum.TotalSeconds:0} s, and the session with it."));
        }
    }

    private void CheckFormats(AgentSetup agent)
    {
        CheckFormat(agent.InputFormat, "conversation_config.asr.user_input_audio_format", "input");
        CheckFormat(agent.OutputFormat, "conversation_config.tts.agent_output_audio_format", "output");
    }

    private void CheckFormat(string? spelling, string field, string direction)
    {
        // Any rate will do: the host resamples.
        if (spelling is not null && !AudioFormat.TryParse(spelling, out _))
        {
            Add(FindingSeverity.Error, "unsupported-format", field, ElevenLabsCloses.UnsupportedFormat(direction).Reason);
        }
    }

    private void CheckEvents(AgentSetup agent)
    {
        Want(agent, "audio", FindingSeverity.Error, "without it nobody hears the agent");
        Want(agent, "interruption", FindingSeverity.Error, "without it nobody can interrupt the agent");
        Want(agent, "user_transcript", FindingSeverity.Warning, "without it there is no transcript of the user");
        Want(agent, "agent_response", FindingSeverity.Warning, "without it there is no transcript of the agent");
        Want(agent, "agent_response_correction", FindingSeverity.Warning, "without it the transcript holds what was never said");
        Want(agent, "agent_response_complete", FindingSeverity.Information, "with it the end of a turn is known at once");
        Want(agent, "client_tool_call", FindingSeverity.Information, "without it tools can't run in the page");
    }

    private void Want(AgentSetup agent, string clientEvent, FindingSeverity severity, string why)
    {
        if (!agent.Sends(clientEvent))
        {
            Add(severity, $"event-{clientEvent.Replace('_', '-')}-off", EventsField,
                $"The agent's client event '{clientEvent}' is off: {why}. Tick it in the agent's advanced settings.");
        }
    }

    private void CheckVariables(AgentSetup agent)
    {
        foreach (var name in agent.UsedVariables.Where(name =>
            !settings.DynamicVariables.ContainsKey(name) && !agent.Declares(name) && name != AgentSetup.HistoryVariable))
        {
            Add(FindingSeverity.Warning, "dynamic-variable-missing", $"dynamicVariables.{name}",
                $"The agent uses the dynamic variable '{name}', which has no value here; every session must give one, or it ends at once.");
        }
    }

    private void CheckOverrides(AgentSetup agent)
    {
        RequireAllowed(settings.FirstMessage, "firstMessage", agent.Allows("agent", "first_message"));
        RequireAllowed(settings.Language, "language", agent.Allows("agent", "language"));
        RequireAllowed(settings.Prompt, "prompt", agent.Allows("agent", "prompt", "prompt"));
        RequireAllowed(settings.VoiceId, "voiceId", agent.Allows("tts", "voice_id"));
        if (!agent.CanSuppressGreeting)
        {
            Add(FindingSeverity.Warning, "greeting-not-suppressible",
                "platform_settings.overrides.conversation_config_override.agent.first_message",
                "The agent does not allow its first message to be overridden, so after a lost connection it greets again; that turn is "
                + "swallowed until the user speaks. Allow the override to avoid this.");
        }
    }

    private void RequireAllowed(string? value, string field, bool isAllowed)
    {
        if (value is not null && !isAllowed)
        {
            Add(FindingSeverity.Error, "override-not-allowed", field,
                $"The agent does not allow '{field}' to be overridden and would end every conversation. Allow it in the agent's security "
                + "settings, or leave the setting out.");
        }
    }

    private void Add(FindingSeverity severity, string code, string field, string message) =>
        _findings.Add(new(severity, code, field, message));
}
