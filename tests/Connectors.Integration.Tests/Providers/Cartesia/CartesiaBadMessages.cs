namespace Connectors.Integration.Tests.Providers.Cartesia;

/// <summary>A call's messages with everything wrong that can be wrong.</summary>
internal static class CartesiaBadMessages
{
    public static IReadOnlyList<string> All { get; } =
    [
        """{"event":null}""",
        """{"event":7}""",
        """{"event":{}}""",
        """{"event":""}""",
        """{"event":"ack"}""",
        """{"event":"ack","stream_id":7,"config":[]}""",
        """{"event":"ack","stream_id":"other","config":{"input_format":"opus"}}""",
        """{"event":"media_output"}""",
        """{"event":"media_output","media":null}""",
        """{"event":"media_output","media":[]}""",
        """{"event":"media_output","media":{}}""",
        """{"event":"media_output","media":{"payload":7}}""",
        """{"event":"media_output","media":{"payload":{}}}""",
        """{"event":"media_output","media":{"payload":""}}""",
        """{"event":"media_output","media":{"payload":"!!!!"}}""",
        """{"event":"media_output","media":{"payload":"AAA"}}""",
        """{"event":"media_output","media":{"payload":"\ud800"}}""",
        """{"event":"media_output","media":{"payload":"AA","payload":["AA"]}}""",
        """{"event":"dtmf"}""",
        """{"event":"dtmf","dtmf":{}}""",
        """{"event":"transfer_call"}""",
        """{"event":"transfer_call","transfer":7}""",
        """{"event":"custom"}""",
        """{"event":"custom","metadata":"\ud800"}""",
        """{"event":"error","code":7,"message":[]}""",
        """{"event":"media_input","stream_id":"x","media":{"payload":"AAAA"}}""",
        """{"event":"start"}""",
    ];
}
