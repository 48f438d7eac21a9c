namespace Connectors.Server.Hosting;

/// <summary>How much memory the process may use before it is replaced.</summary>
/// <param name="Bytes">Resident memory; 0: any.</param>
/// <param name="Patience">So long sessions are given to end by themselves where no other node can take them.</param>
/// <param name="Used">Resident memory now, in bytes.</param>
internal sealed record MemoryLimit(long Bytes, TimeSpan Patience, Func<long> Used)
{
    /// <summary>Above this nothing is waited for: a tenth above the limit.</summary>
    public long MostBytes => Bytes / 10 * 11;
}
