namespace Connectors.Integration.Tests.Providers.Deepgram;

/// <summary>The Voice Agent's messages with everything wrong that can be wrong.</summary>
internal static class DeepgramBadMessages
{
    public static IReadOnlyList<string> All { get; } =
    [
        """{"type":"Welcome"}""",
        """{"type":"Welcome","request_id":7}""",
        """{"type":"SettingsApplied","anything":[]}""",
        """{"type":"ConversationText"}""",
        """{"type":"ConversationText","role":"user"}""",
        """{"type":"ConversationText","role":"user","content":7}""",
        """{"type":"ConversationText","role":"user","content":""}""",
        """{"type":"ConversationText","role":"user","content":"\ud800"}""",
        """{"type":"ConversationText","role":"assistant","content":{}}""",
        """{"type":"ConversationText","role":"assistant","content":""}""",
        """{"type":"ConversationText","role":"nobody","content":"x"}""",
        """{"type":"ConversationText","role":7,"content":"x"}""",
        """{"type":"AgentThinking"}""",
        """{"type":"AgentThinking","content":[]}""",
        """{"type":"AgentStartedSpeaking","total_latency":"long"}""",
        """{"type":"AgentAudioDone"}""",
        """{"type":"FunctionCallRequest"}""",
        """{"type":"FunctionCallRequest","functions":{}}""",
        """{"type":"FunctionCallRequest","functions":[null,7,{},[]]}""",
        """{"type":"FunctionCallRequest","functions":[{"id":"","name":"","client_side":true}]}""",
        """{"type":"FunctionCallRequest","functions":[{"id":7,"name":7,"client_side":true}]}""",
        """{"type":"FunctionCallRequest","functions":[{"id":"a","name":"b","client_side":"true"}]}""",
        """{"type":"FunctionCallResponse"}""",
        """{"type":"InjectionRefused"}""",
        """{"type":"InjectionRefused","message":{}}""",
        """{"type":"Warning"}""",
        """{"type":"Warning","code":7,"description":7}""",
        """{"type":"Warning","code":"a sentence with spaces"}""",
        """{"type":"History"}""",
        """{"type":"History","role":"user","content":[]}""",
        """{"type":"LatencyReport","anything":1e400}""",
        """{"type":"PromptUpdated","prompt":null}""",
        """{"type":"Error","code":"UNHEARD_OF"}""",
        """{"type":"Error"}""",
        """{"type":"Error","code":7,"description":null}""",
        """{"role":"user","content":"x"}""",
    ];
}
