namespace Connectors.Sandbox.ElevenLabs;

/// <summary>The agent's document, as <c>GET /v1/convai/agents/{id}</c> gives it.</summary>
internal static class ElevenLabsAgentDocument
{
    public static object Of(ElevenLabsBehaviour behaviour) => new
    {
        agent_id = behaviour.AgentId,
        name = "Sandbox agent",
        archived = false,
        conversation_config = new
        {
            asr = new { provider = "elevenlabs", user_input_audio_format = behaviour.InputFormat, keywords = Array.Empty<string>() },
            tts = new { model_id = "eleven_flash_v2", voice_id = "voice_sandbox", agent_output_audio_format = behaviour.OutputFormat },
            turn = new { turn_timeout = 7.0, mode = "turn" },
            conversation = new
            {
                text_only = behaviour.TextOnly,
                max_duration_seconds = (int)behaviour.MaximumDuration.TotalSeconds,
                client_events = behaviour.ClientEvents,
            },
            agent = new
            {
                first_message = behaviour.Script.Greeting?.Text ?? string.Empty,
                language = "en",
                prompt = new
                {
                    prompt = "You are a sandbox. " + string.Join(' ', behaviour.RequiredVariables.Select(name => $"{{{{{name}}}}}")),
                    llm = "none",
                },
                dynamic_variables = new { dynamic_variable_placeholders = behaviour.Placeholders.ToDictionary(name => name, _ => "…") },
            },
        },
        platform_settings = new
        {
            auth = new { enable_auth = !behaviour.IsPublic, allowlist = Array.Empty<object>() },
            overrides = new { conversation_config_override = Overrides(behaviour) },
            call_limits = new { agent_concurrency_limit = -1, daily_limit = 100_000, bursting_enabled = true },
        },
    };

    private static object Overrides(ElevenLabsBehaviour behaviour)
    {
        bool Allows(string path)
        {
            return behaviour.Overrides.Contains(path);
        }

        return new
        {
            agent = new
            {
                first_message = Allows("agent.first_message"),
                language = Allows("agent.language"),
                prompt = new { prompt = Allows("agent.prompt.prompt"), llm = Allows("agent.prompt.llm") },
            },
            tts = new { voice_id = Allows("tts.voice_id") },
            conversation = new { text_only = Allows("conversation.text_only") },
        };
    }
}
