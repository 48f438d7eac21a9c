using System.Text;
using System.Text.Json.Nodes;
using Connectors.Core.Transcripts;

namespace Connectors.Tests.Core.Transcripts;

public sealed class TranscriptDocumentTests
{
    [Fact]
    public void ToJson_Conversation_HasTheDocumentedShape()
    {
        var json = Conversation().ToJson();

        const string Expected = """
            {"schema":1,"session_id":"s-1","dropped_segments":0,"segments":[
             {"ordinal":1,"speaker":"agent","text":"Grüß dich,","state":"interrupted","started_ms":1500,"ended_ms":3000,"turn":1},
             {"ordinal":2,"speaker":"user","text":"stop 🎧","state":"interim","started_ms":3250}]}
            """;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Expected), JsonNode.Parse(json)), Encoding.UTF8.GetString(json));
        Assert.Contains("Grüß", Encoding.UTF8.GetString(json), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_WhatWasWritten_IsTheSame()
    {
        var written = Conversation();

        var read = TranscriptDocument.Parse(written.ToJson());

        Assert.Equal(written.Segments, read?.Segments);
        Assert.Equal(written.SessionId, read?.SessionId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"session_id":"s","segments":[{"ordinal":1}]}""")]
    public void Parse_SomethingElse_IsNull(string json)
    {
        Assert.Null(TranscriptDocument.Parse(Encoding.UTF8.GetBytes(json)));
    }

    private static TranscriptDocument Conversation()
    {
        var log = new TranscriptLog(new TranscriptLimits());
        var turn = log.StartTurn(new TurnId(1), TimeSpan.FromMilliseconds(1_500));
        log.AddAgentText(new TurnId(1), "Grüß dich, Welt", AgentTextKind.Full, TimeSpan.FromMilliseconds(1_600));
        log.InterruptTurn(turn, TimeSpan.FromSeconds(1.2), TimeSpan.FromSeconds(1.8), TimeSpan.FromSeconds(3));
        log.StartUserSpeech(TimeSpan.FromMilliseconds(3_250));
        log.AddUserText("u1", "stop 🎧", isFinal: false, TimeSpan.FromSeconds(4));
        return TranscriptDocument.From("s-1", log);
    }
}
