using System.Diagnostics.CodeAnalysis;
using Orleans.Runtime.GrainDirectory;

namespace Connectors.Grains;

/// <summary>Remembers no grain's address: a message that goes where a session was makes a grain there again, and nobody learns.</summary>
internal sealed class NoAddresses : IGrainDirectoryCache
{
    public IEnumerable<(GrainAddress ActivationAddress, int Version)> KeyValues => [];

    public void AddOrUpdate(GrainAddress value, int version)
    {
    }

    public bool Remove(GrainId key) => false;

    public bool Remove(GrainAddress key) => false;

    public void Clear()
    {
    }

    public bool LookUp(GrainId key, [NotNullWhen(true)] out GrainAddress? result, out int version)
    {
        (result, version) = (null, 0);
        return false;
    }
}
