using System.Text.Json;

namespace Connectors.Rtc.Tests.Support;

/// <summary>An event that the service told a watcher.</summary>
/// <param name="At">When it came.</param>
/// <param name="Id">Its place.</param>
/// <param name="Type">Its type.</param>
/// <param name="Data">All of it.</param>
internal sealed record WatchedLine(long At, long Id, string Type, JsonElement Data);
