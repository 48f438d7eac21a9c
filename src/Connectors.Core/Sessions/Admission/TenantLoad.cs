namespace Connectors.Core.Sessions.Admission;

/// <summary>What a tenant has taken.</summary>
internal sealed class TenantLoad(TimeProvider time)
{
    public int Sessions { get; set; }

    public StartWindow Starts { get; } = new(time);

    public bool IsEmpty => Sessions == 0 && Starts.Count == 0;
}
