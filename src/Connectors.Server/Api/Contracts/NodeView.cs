using Connectors.Core.Sessions.Admission;

namespace Connectors.Server.Api.Contracts;

/// <summary>How full this node is.</summary>
/// <param name="Sessions">Sessions that are on, or starting.</param>
/// <param name="Capacity">How many there may be.</param>
/// <param name="Waiting">Starts that wait for a credential.</param>
/// <param name="Draining">Whether it lets nobody in.</param>
internal sealed record NodeView(int Sessions, int Capacity, int Waiting, bool Draining)
{
    public static NodeView From(AdmissionFigures figures) =>
        new(figures.Sessions, figures.Capacity, figures.Waiting, figures.IsDraining);
}
