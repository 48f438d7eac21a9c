using System.Text.Json;
using Connectors.Events;

namespace Connectors.Providers;

/// <summary>A conversation that never began because preparing it failed; it only tells why.</summary>
/// <param name="failure">Why.</param>
/// <param name="capabilities">What the connector can do: the rest is refused as not supported rather than as not open.</param>
/// <param name="listener">Told.</param>
internal sealed class RefusedConnection(AgentEvent.Closed failure, AgentCapabilities capabilities, IAgentListener listener)
    : IAgentConnection
{
    private readonly Task _telling = Task.Run(() => listener.OnEvent(failure));

    public TimeSpan DroppedAudio => TimeSpan.Zero;

    public SendResult SendAudio(ReadOnlySpan<byte> audio) => SendResult.NotOpen;

    public SendResult SendUserText(string text) => SendResult.NotOpen;

    public SendResult AddContext(string text, string? key) => SendResult.NotOpen;

    public SendResult Say(string text) => Refuse(capabilities.Say != SayKind.None);

    public SendResult Interrupt() => Refuse(capabilities.ClientInterrupt);

    public SendResult NotifyUserActivity() => Refuse(capabilities.UserActivity);

    public void ReportPlayout(PlayoutReport report)
    {
        // Nothing was ever played.
    }

    public SendResult SendToolResult(ToolResult result) => SendResult.NotOpen;

    public SendResult SendRaw(string type, JsonElement data) => SendResult.NotOpen;

    public Task CloseAsync() => _telling;

    public async ValueTask DisposeAsync() => await _telling;

    private static SendResult Refuse(bool isSupported) => isSupported ? SendResult.NotOpen : SendResult.NotSupported;
}
