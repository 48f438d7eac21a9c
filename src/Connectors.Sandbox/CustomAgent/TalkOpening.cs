using System.Text.Json.Nodes;
using Connectors.Audio;
using Connectors.Sandbox.Agents;

namespace Connectors.Sandbox.CustomAgent;

/// <summary>How the agent answers <c>hello</c>.</summary>
/// <param name="switches">How it behaves.</param>
/// <param name="kept">What it remembers.</param>
/// <param name="socket">Sends.</param>
internal sealed class TalkOpening(CustomAgentSwitches switches, KeptTalks kept, AgentSocket socket)
{
    /// <summary>What it knows of the conversation before.</summary>
    /// <param name="hello">The host's.</param>
    /// <param name="isResumed">Whether it remembers that by itself.</param>
    /// <returns>Null if it has nothing to say: it is silent, or ends the connection, as it does where it forgot the token.</returns>
    public List<string>? Recall(JsonObject hello, out bool isResumed)
    {
        isResumed = false;
        if (switches.CloseAtStart != 0)
        {
            socket.Close(switches.CloseAtStart, "not now");
        }

        if (switches.CloseAtStart != 0 || switches.IsSilent)
        {
            return null;
        }

        if (switches.Resume == "token" && (string?)hello["resume_token"] is { } token)
        {
            if (switches.ForgetsTokens || kept.Find(token) is not { } memory)
            {
                socket.Close(4409, "no such conversation");
                return null;
            }

            isResumed = true;
            return memory;
        }

        var lines = hello["history"]!.AsArray().Select(static line => $"{(string?)line!["speaker"]}: {(string?)line["text"]}");
        return switches.Resume == "none" ? [] : [.. lines];
    }

    /// <summary>Says <c>ready</c>, or whatever it shall say in its place.</summary>
    /// <param name="hello">The host's.</param>
    /// <returns>Formats in which it hears and speaks.</returns>
    public (AudioFormat Input, AudioFormat Output) SayReady(JsonObject hello)
    {
        var input = switches.InputRate == 0 ? (int)hello["input_rate"]! : switches.InputRate;
        var output = switches.OutputRate == 0 ? (int)hello["output_rate"]! : switches.OutputRate;
        socket.SendText(switches.InsteadOfReady ?? AgentMessages.Ready(switches, input, output).ToJsonString());
        for (var i = 0; i < switches.MalformedMessages; i++)
        {
            socket.SendText("""{"type":"agent_text","text":7}""");
        }

        return (FormatOf(input), FormatOf(output));
    }

    // A rate that can't be is told all the same.
    private static AudioFormat FormatOf(int rate) =>
        AudioFormat.Pcm16(Math.Clamp(rate, AudioFormat.LowestRate, AudioFormat.HighestRate));
}
