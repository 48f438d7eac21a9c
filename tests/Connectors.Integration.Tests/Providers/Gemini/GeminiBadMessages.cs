namespace Connectors.Integration.Tests.Providers.Gemini;

/// <summary>The Live API's messages with everything wrong that can be wrong.</summary>
internal static class GeminiBadMessages
{
    public static IReadOnlyList<string> All { get; } =
    [
        """{"serverContent":null}""",
        """{"serverContent":[]}""",
        """{"serverContent":{"modelTurn":7}}""",
        """{"serverContent":{"modelTurn":{"parts":{}}}}""",
        """{"serverContent":{"modelTurn":{"parts":[null,7,"x",[]]}}}""",
        """{"serverContent":{"modelTurn":{"parts":[{"inlineData":null}]}}}""",
        """{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm;rate=24000"}}]}}}""",
        """{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm;rate=24000","data":"A"}}]}}}""",
        """{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm;rate=24000","data":"*?!"}}]}}}""",
        """{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":7,"data":[]}}]}}}""",
        """{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"data":"\ud800"}}]}}}""",
        """{"serverContent":{"modelTurn":{"parts":[{"text":"thinking","thought":true}]}}}""",
        """{"serverContent":{"turnComplete":"yes","interrupted":7,"generationComplete":{}}}""",
        """{"serverContent":{"inputTranscription":7,"outputTranscription":[]}}""",
        """{"serverContent":{"inputTranscription":{"text":7},"outputTranscription":{"text":{}}}}""",
        """{"serverContent":{"inputTranscription":{"text":"\ud800"}}}""",
        """{"serverContent":{"\ud800":1}}""",
        """{"toolCall":7}""",
        """{"toolCall":{"functionCalls":{}}}""",
        """{"toolCall":{"functionCalls":[null,7,{}]}}""",
        """{"toolCall":{"functionCalls":[{"id":"","name":""},{"id":7,"name":"x"},{"id":"x"}]}}""",
        """{"toolCallCancellation":{}}""",
        """{"toolCallCancellation":{"ids":[null,7,"nobody","\ud800"]}}""",
        """{"goAway":null}""",
        """{"sessionResumptionUpdate":{"resumable":true}}""",
        """{"sessionResumptionUpdate":{"resumable":true,"newHandle":7}}""",
        """{"sessionResumptionUpdate":{"newHandle":"x","resumable":"true"}}""",
        """{"usageMetadata":7}""",
        """{"usageMetadata":{"promptTokenCount":1.5,"responseTokenCount":"many"}}""",
        """{"setupComplete":{}}""",
        """{"setupComplete":7}""",
        """{"voiceActivity":{"voiceActivityType":7}}""",
        """{"error":"flat"}""",
        """{"error":{"status":7,"message":{}}}""",
        """{"error":{"status":"UNHEARD_OF"}}""",
        """{"\ud800":{}}""",
    ];
}
