using Connectors.Core.Auditing;

namespace Connectors.Core.Tenancy;

/// <summary>Who asks for something.</summary>
/// <param name="TenantId">For whom; <see cref="Records.RecordKey.Operator"/> for the operator.</param>
/// <param name="Actor">By what, such as <c>key:ID</c>.</param>
/// <param name="From">Address it came from, or null for the service itself.</param>
public sealed record Caller(string TenantId, string Actor, string? From)
{
    /// <summary>The service itself.</summary>
    /// <param name="tenantId">For whom.</param>
    public static Caller Service(string tenantId) => new(tenantId, "service", null);

    /// <summary>The audit entry of something this caller did.</summary>
    /// <param name="action">What, such as <c>credential.create</c>.</param>
    /// <param name="subject">To what, such as <c>credential/ID</c>.</param>
    public AuditEvent Did(string action, string subject) =>
        new() { TenantId = TenantId, Actor = Actor, Action = action, Subject = subject, Outcome = "done", From = From };
}
