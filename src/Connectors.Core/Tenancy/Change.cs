using Connectors.Core.Auditing;
using Connectors.Core.Records;

namespace Connectors.Core.Tenancy;

/// <summary>A change that is ready to be made.</summary>
/// <typeparam name="T">What it brings.</typeparam>
/// <param name="Audited">What the audit log says of it.</param>
/// <param name="Writes">What is written, all or nothing.</param>
/// <param name="Result">What it brings once written.</param>
internal sealed record Change<T>(AuditEvent Audited, IReadOnlyList<RecordWrite> Writes, T Result)
    where T : class;
