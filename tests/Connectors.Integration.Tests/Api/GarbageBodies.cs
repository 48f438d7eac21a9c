using System.Text;

namespace Connectors.Integration.Tests.Api;

/// <summary>
/// Bodies that no endpoint may take for anything. Tests get them by name: as arguments of theories they would be written, ten
/// megabytes and all, into every message between the runner and the tests.
/// </summary>
internal static class GarbageBodies
{
    public const int TenMegabytes = 10 * 1024 * 1024;

    private static readonly Dictionary<string, byte[]> All = new(StringComparer.Ordinal)
    {
        ["empty"] = [],
        ["null"] = "null"u8.ToArray(),
        ["number"] = "5"u8.ToArray(),
        ["text"] = "\"x\""u8.ToArray(),
        ["array"] = "[{}]"u8.ToArray(),
        ["half"] = "{\"name\":"u8.ToArray(),
        ["two"] = "{}{}"u8.ToArray(),
        ["unknown member"] = "{\"nonesuch\":1}"u8.ToArray(),
        ["twice"] = "{\"name\":\"a\",\"name\":\"b\"}"u8.ToArray(),
        ["wrong type"] = "{\"name\":{\"a\":[1]}}"u8.ToArray(),
        ["bad UTF-8"] = [(byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)':', (byte)'1', (byte)'}'],
        ["lone surrogate"] = "{\"name\":\"\\uD800\"}"u8.ToArray(),
        ["NUL"] = "{\"name\":\"\\u0000\"}"u8.ToArray(),
        ["deep"] = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"settings\":", 2_000)) + "1" + new string('}', 2_000)),
        ["10 MB"] = Encoding.UTF8.GetBytes($"{{\"name\":\"{new string('x', TenMegabytes)}\"}}"),
    };

    public static IEnumerable<string> Names => All.Keys;

    public static byte[] Of(string name) => All[name];
}
