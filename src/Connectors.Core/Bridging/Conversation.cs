using System.Text;
using Connectors.Core.Rooms.Messages;
using Connectors.Core.Sessions;
using Connectors.Core.Transcripts;
using Connectors.Events;

namespace Connectors.Core.Bridging;

/// <summary>What both sides say, as text: kept in the transcript, told to the room and to whoever watches.</summary>
internal sealed class Conversation(BridgeContext context, RoomVoice voice, TranscriptLog transcript)
{
    private readonly Dictionary<long, StringBuilder> _pieces = [];

    private (string ItemId, string Text) _interim = (string.Empty, string.Empty);

    public IReadOnlyList<ConversationLine> History() => transcript.History();

    public IReadOnlyList<TranscriptSegment> Segments() => transcript.Segments();

    /// <summary>Another connection: it counts its items anew.</summary>
    public void OnConnectionReplaced()
    {
        transcript.ReplaceConnection();
        _interim = (string.Empty, string.Empty);
    }

    public void OnUserVoice(bool isSpeaking)
    {
        if (isSpeaking)
        {
            transcript.StartUserSpeech(context.Alarms.Now);
        }
        else
        {
            transcript.StopUserSpeech(context.Alarms.Now);
        }
    }

    public void OnUserText(AgentEvent.UserText said)
    {
        transcript.AddUserText(said.ItemId, said.Text, said.IsFinal, context.Alarms.Now);
        context.Report(new SessionEvent.UserSaid(said.Text, said.IsFinal));
        if (said.IsFinal)
        {
            _interim = (string.Empty, string.Empty);
            voice.Text(RoomTextKind.UserTranscription, said.Text);
            return;
        }

        // Pages append chunks, so only what is new goes out; a provisional text that was taken back waits for the final one.
        var known = _interim.ItemId == said.ItemId ? _interim.Text : string.Empty;
        if (said.Text.Length > known.Length && said.Text.StartsWith(known, StringComparison.Ordinal))
        {
            voice.Text(RoomTextKind.UserTranscriptionChunk, said.Text[known.Length..]);
            _interim = (said.ItemId, said.Text);
        }
    }

    /// <summary>The user wrote something: it counts as said.</summary>
    public void OnUserWrote(string text)
    {
        transcript.AddUserMessage(text, context.Alarms.Now);
        context.Report(new SessionEvent.UserSaid(text, IsFinal: true));
    }

    public void OnTurnStarted(long turn) => transcript.StartTurn(new(turn), context.Alarms.Now);

    public void OnAgentText(AgentEvent.AgentText said, long turn)
    {
        transcript.AddAgentText(new(turn), said.Text, said.Kind, context.Alarms.Now);
        context.Report(new SessionEvent.AgentSaid(turn, said.Text, said.Kind));
        switch (said.Kind)
        {
            case AgentTextKind.Delta:
                Pieces(turn).Append(said.Text);
                voice.Text(RoomTextKind.AvatarTranscriptionChunk, said.Text);
                break;
            case AgentTextKind.Full:
                _pieces.Remove(turn);
                voice.Text(RoomTextKind.AvatarTranscription, said.Text);
                break;
        }
    }

    /// <summary>A turn is over: pieces that were never followed by the whole text are the whole text.</summary>
    public void OnTurnClosed(long turn, TimeSpan received, TimeSpan heard, bool interrupted)
    {
        var whole = _pieces.Remove(turn, out var pieces) ? pieces.ToString() : string.Empty;
        if (interrupted)
        {
            transcript.InterruptTurn(turn, heard, received, context.Alarms.Now);
            return;
        }

        transcript.FinishTurn(turn, context.Alarms.Now);
        if (whole.Length > 0)
        {
            voice.Text(RoomTextKind.AvatarTranscription, whole);
        }
    }

    private StringBuilder Pieces(long turn)
    {
        if (!_pieces.TryGetValue(turn, out var pieces))
        {
            _pieces[turn] = pieces = new();
        }

        return pieces;
    }
}
