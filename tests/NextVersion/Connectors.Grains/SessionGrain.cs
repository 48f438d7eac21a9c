using Connectors.Core.Sessions.Crossing;

namespace Connectors.Grains;

internal sealed partial class SessionGrain
{
    public Task<byte[]> AccentAsync() => AskAsync(() => Task.FromResult(new SessionReply(ReplyKind.Here, "next"u8.ToArray())));
}
