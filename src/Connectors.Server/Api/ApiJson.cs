using System.Text.Json.Serialization;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Keeping;
using Connectors.Core.Tenancy;
using Connectors.Core.Transcripts;
using Connectors.Core.Webhooks;
using Connectors.Server.Api.Contracts;
using Connectors.Server.Api.Http;
using Connectors.Validation;

namespace Connectors.Server.Api;

/// <summary>How our API reads and writes JSON: snake case, and strict in what it reads.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    MaxDepth = 32,
    Converters =
    [
        typeof(SnakeCaseEnum<TenantState>),
        typeof(SnakeCaseEnum<ApiScope>),
        typeof(SnakeCaseEnum<CredentialState>),
        typeof(SnakeCaseEnum<InterruptionMode>),
        typeof(SnakeCaseEnum<GreetingMode>),
        typeof(SnakeCaseEnum<RoomKind>),
        typeof(SnakeCaseEnum<SayMode>),
        typeof(SnakeCaseEnum<SessionState>),
        typeof(SnakeCaseEnum<SessionResult>),
        typeof(SnakeCaseEnum<EndedBy>),
        typeof(SnakeCaseEnum<AgentState>),
        typeof(SnakeCaseEnum<Speaker>),
        typeof(SnakeCaseEnum<TranscriptState>),
        typeof(SnakeCaseEnum<WebhookDisabling>),
        typeof(SnakeCaseEnum<DeliveryStatus>),
        typeof(SnakeCaseEnum<AttemptOutcome>),
        typeof(SnakeCaseEnum<FindingSeverity>),
        typeof(SnakeCaseEnum<InterruptionSignal>),
        typeof(SnakeCaseEnum<TranscriptKind>),
        typeof(SnakeCaseEnum<SayKind>),
        typeof(SnakeCaseEnum<ResumeKind>),
    ])]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(TenantView))]
[JsonSerializable(typeof(TenantBody))]
[JsonSerializable(typeof(TenantSettingsBody))]
[JsonSerializable(typeof(Page<TenantView>))]
[JsonSerializable(typeof(ApiKeyView))]
[JsonSerializable(typeof(ApiKeyBody))]
[JsonSerializable(typeof(Page<ApiKeyView>))]
[JsonSerializable(typeof(CredentialView))]
[JsonSerializable(typeof(CredentialBody))]
[JsonSerializable(typeof(CredentialNameBody))]
[JsonSerializable(typeof(CredentialValueBody))]
[JsonSerializable(typeof(CredentialUseView))]
[JsonSerializable(typeof(Page<CredentialView>))]
[JsonSerializable(typeof(VoiceAgentView))]
[JsonSerializable(typeof(VoiceAgentBody))]
[JsonSerializable(typeof(Page<VoiceAgentView>))]
[JsonSerializable(typeof(SessionBody))]
[JsonSerializable(typeof(StartedSessionView))]
[JsonSerializable(typeof(SessionInfo))]
[JsonSerializable(typeof(Page<SessionInfo>))]
[JsonSerializable(typeof(LiveSessionView))]
[JsonSerializable(typeof(TranscriptDocument))]
[JsonSerializable(typeof(TextBody))]
[JsonSerializable(typeof(ContextBody))]
[JsonSerializable(typeof(ToolResultBody))]
[JsonSerializable(typeof(CommandView))]
[JsonSerializable(typeof(SayView))]
[JsonSerializable(typeof(SayBody))]
[JsonSerializable(typeof(WebhookView))]
[JsonSerializable(typeof(WebhookBody))]
[JsonSerializable(typeof(Page<WebhookView>))]
[JsonSerializable(typeof(SecretRotationBody))]
[JsonSerializable(typeof(ReplayBody))]
[JsonSerializable(typeof(ReplayView))]
[JsonSerializable(typeof(DeliveryView))]
[JsonSerializable(typeof(Page<DeliveryView>))]
[JsonSerializable(typeof(Page<AuditView>))]
[JsonSerializable(typeof(UsageReport))]
[JsonSerializable(typeof(NodeView))]
[JsonSerializable(typeof(DrainBody))]
[JsonSerializable(typeof(ReportView))]
[JsonSerializable(typeof(ConnectorView))]
[JsonSerializable(typeof(IReadOnlyList<ConnectorView>))]
internal sealed partial class ApiJson : JsonSerializerContext;
