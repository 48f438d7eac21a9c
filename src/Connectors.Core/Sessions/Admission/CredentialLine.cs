using Connectors.Core.Tenancy;

namespace Connectors.Core.Sessions.Admission;

/// <summary>A credential's conversations, and the starts that wait for one of them to end.</summary>
internal sealed class CredentialLine
{
    public int InUse { get; set; }

    /// <summary>First come, first served.</summary>
    public LinkedList<Waiter> Waiting { get; } = new();

    public bool IsEmpty => InUse == 0 && Waiting.Count == 0;

    internal sealed class Waiter(AdmissionRequest request)
    {
        public AdmissionRequest Request => request;

        public TaskCompletionSource<Outcome<AdmissionTicket>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
