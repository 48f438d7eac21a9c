namespace Connectors.Core.Sessions;

/// <summary>Names one life of one node: a process that is started again has another one.</summary>
/// <param name="Id">1 to 200 characters.</param>
public sealed record NodeIdentity(string Id)
{
    /// <summary>One that nobody else has.</summary>
    public static NodeIdentity Create() => new($"{Environment.MachineName}-{Guid.NewGuid():N}");
}
