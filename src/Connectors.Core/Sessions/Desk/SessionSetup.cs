using Connectors.Core.Sessions.Admission;

namespace Connectors.Core.Sessions.Desk;

/// <summary>A request with everything looked up.</summary>
/// <param name="Specification">What the session shall be.</param>
/// <param name="Admission">What it has to be let in by.</param>
internal sealed record SessionSetup(SessionSpecification Specification, AdmissionRequest Admission)
{
    public override string ToString() => Specification.Id;
}
