namespace Connectors.Core.Sessions.Admission;

/// <summary>How full a node is.</summary>
/// <param name="Sessions">Sessions that are in.</param>
/// <param name="Capacity">Sessions that may be in at once.</param>
/// <param name="Waiting">Starts that wait for a credential.</param>
/// <param name="IsDraining">Whether nobody is let in any more.</param>
public sealed record AdmissionFigures(int Sessions, int Capacity, int Waiting, bool IsDraining);
