using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Connectors.Testing;
using Connectors.Transport;

namespace Connectors.Integration.Tests.Transport;

public sealed class MessageSocketTests : IAsyncDisposable
{
    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler { UseProxy = false });
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly RawPeer _peer = new();
    private readonly RecordingReceiver _receiver = new();
    private MessageSocket? _socket;

    public async ValueTask DisposeAsync()
    {
        if (_socket is not null)
        {
            await _socket.DisposeAsync();
            await _socket.DisposeAsync();
            Assert.Equal(1, _receiver.Ends);
        }

        _peer.Dispose();
    }

    [Fact]
    public async Task Socket_ThatOpens_SendsHeadersAndExchangesMessages()
    {
        var socket = await OpenAsync(options => options with { Headers = new Dictionary<string, string> { ["X-Key"] = "abc" } });

        _peer.SendFrame("hello");
        _peer.SendFrame("bytes", type: WebSocketMessageType.Binary);
        Assert.True(socket.TrySendControl(Message("there")));

        Assert.Equal("hello", await _receiver.ReadTextAsync());
        Assert.False((await _receiver.ReadAsync()).IsText);
        Assert.Equal("there", _peer.ReadText());
        Assert.Contains("GET /path?a=b HTTP/1.1", _peer.Request, StringComparison.Ordinal);
        Assert.Contains("X-Key: abc", _peer.Request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(503)]
    public async Task Socket_RefusedByHttpStatus_EndsWithThatStatus(int status)
    {
        Start();
        await _peer.AcceptTcpAsync();
        _peer.SendText($"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal(new SocketEnd(SocketEndKind.Refused, status, string.Empty), await _receiver.Ended);
        Assert.False(_receiver.WasOpened);
    }

    [Fact]
    public async Task Socket_WithNobodyListening_IsUnreachable()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var address = new Uri($"ws://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/");
        free.Stop();
        Start(options => options with { Address = address });

        Assert.Equal(SocketEndKind.Unreachable, (await _receiver.Ended).Kind);
    }

    [Fact]
    public async Task Socket_WithAHeaderThatIsNone_EndsInsteadOfHanging()
    {
        Start(options => options with { Headers = new Dictionary<string, string> { ["bad name"] = "x" } });

        Assert.Equal(SocketEndKind.Unreachable, (await _receiver.Ended).Kind);
    }

    [Fact]
    public async Task Socket_WhosePeerNeverAnswersTheUpgrade_TimesOut()
    {
        var time = new FakeTime();
        Start(options => options with { Time = time, OpenTimeout = TimeSpan.FromSeconds(3) });
        await _peer.AcceptTcpAsync();

        time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(SocketEndKind.OpenTimeout, (await _receiver.Ended).Kind);
    }

    [Fact]
    public async Task Socket_ClosedByItsPeer_TellsCodeAndReasonAndAnswers()
    {
        await OpenAsync();
        _peer.SendFrame("last words");
        _peer.SendClose(1008, "Missing required dynamic variables");

        Assert.Equal(new SocketEnd(SocketEndKind.ClosedByPeer, 1008, "Missing required dynamic variables"), await _receiver.Ended);
        Assert.Equal("last words", await _receiver.ReadTextAsync());
        Assert.Equal(8, _peer.ReadFrame().Opcode);
    }

    [Fact]
    public async Task Socket_ResetByItsPeer_IsLost()
    {
        await OpenAsync();
        _peer.Reset();

        Assert.Equal(new SocketEnd(SocketEndKind.Lost, 0, string.Empty), await _receiver.Ended);
    }

    [Fact]
    public async Task Socket_WhosePeerStopsReading_IsStalledAndCountsWhatItDropped()
    {
        var time = new FakeTime();
        await OpenAsync(options => options with { Time = time, StallTimeout = TimeSpan.FromSeconds(10) }, receiveBufferBytes: 4096);
        for (var sent = 0; sent < 1_000; sent++)
        {
            Assert.True(_socket!.TrySendMedia(Message(new string('x', 60_000), TimeSpan.FromMilliseconds(20))));
        }

        // The writer needs a moment to fill the buffers of the network; the watch looks four times within the limit.
        while (!_receiver.Ended.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.Equal(SocketEndKind.Stalled, (await _receiver.Ended).Kind);
        Assert.True(_socket!.DroppedAudio > TimeSpan.FromSeconds(10));
        Assert.False(_socket.TrySendMedia(Message("late")));
    }

    [Fact]
    public async Task Socket_WithMessagesUpToItsLimit_TakesThemAndRefusesOneByteMore()
    {
        const int Largest = 16 * 1024 * 1024;
        await OpenAsync();
        var message = new byte[Largest + 1];
        Random.Shared.NextBytes(message);

        _peer.SendFrame(message.AsSpan(0, Largest), 2);
        var (received, _) = await _receiver.ReadAsync();
        Assert.True(message.AsSpan(0, Largest).SequenceEqual(received));

        _peer.SendFrame(message, 2);
        Assert.Equal(SocketEndKind.MessageTooLarge, (await _receiver.Ended).Kind);
    }

    [Fact]
    public async Task Socket_WithAFragmentedMessage_DeliversItWhole()
    {
        await OpenAsync();
        _peer.SendFrame("one ", isLast: false);
        _peer.SendFrame([], opcode: 9);
        _peer.SendFrame("two "u8, opcode: 0, isLast: false);
        _peer.SendFrame("three"u8, opcode: 0);
        _peer.SendFrame("next");

        Assert.Equal("one two three", await _receiver.ReadTextAsync());
        Assert.Equal("next", await _receiver.ReadTextAsync());
    }

    [Fact]
    public async Task Control_QueuedAfterMedia_OvertakesIt()
    {
        var socket = NewSocket();
        for (var number = 0; number < 5; number++)
        {
            socket.TrySendMedia(Message($"media {number}"));
        }

        socket.TrySendControl(Message("control 0"));
        socket.TrySendControl(Message("control 1"));
        socket.Start();
        await _peer.AcceptAsync();

        var read = Enumerable.Range(0, 7).Select(_ => _peer.ReadText()).ToList();
        Assert.Equal(["control 0", "control 1", "media 0", "media 1", "media 2", "media 3", "media 4"], read);
    }

    [Fact]
    public async Task Media_OverItsLimit_DropsTheOldestAndCountsIt()
    {
        var socket = NewSocket(options => options with { MediaLimit = TimeSpan.FromMilliseconds(100) });
        for (var number = 0; number < 20; number++)
        {
            socket.TrySendMedia(Message($"{number}", TimeSpan.FromMilliseconds(20)));
        }

        socket.Start();
        await _peer.AcceptAsync();

        Assert.Equal(["15", "16", "17", "18", "19"], Enumerable.Range(0, 5).Select(_ => _peer.ReadText()));
        Assert.Equal(TimeSpan.FromMilliseconds(300), socket.DroppedAudio);
    }

    [Fact]
    public void Control_OverItsLimit_IsRefused()
    {
        var socket = NewSocket(options => options with { ControlLimit = 2 });

        Assert.True(socket.TrySendControl(Message("a")));
        Assert.True(socket.TrySendControl(Message("b")));
        Assert.False(socket.TrySendControl(Message("c")));
        socket.Start();
    }

    [Fact]
    public async Task Close_WithQueuedMessages_SendsThemFirst()
    {
        var socket = await OpenAsync();
        for (var number = 0; number < 50; number++)
        {
            socket.TrySendMedia(Message($"{number}"));
        }

        var closing = socket.CloseAsync(Limit, WebSocketCloseStatus.NormalClosure, "done");

        Assert.Equal(Enumerable.Range(0, 50).Select(number => $"{number}"), Enumerable.Range(0, 50).Select(_ => _peer.ReadText()));
        var (opcode, payload) = _peer.ReadFrame();
        Assert.Equal(8, opcode);
        Assert.Equal("done", Encoding.UTF8.GetString(payload.Span[2..]));
        _peer.SendClose(1000, string.Empty);
        _peer.Dispose();
        await closing;
        Assert.Equal(SocketEndKind.ClosedByUs, (await _receiver.Ended).Kind);
    }

    [Fact]
    public async Task Close_WithAPeerThatNeverAnswers_EndsAtItsLimit()
    {
        var time = new FakeTime();
        var socket = await OpenAsync(options => options with { Time = time, StallTimeout = TimeSpan.FromHours(1) });
        var closing = socket.CloseAsync(TimeSpan.FromSeconds(2));
        Assert.Equal(8, _peer.ReadFrame().Opcode);

        time.Advance(TimeSpan.FromSeconds(2));

        await closing.WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.Equal(SocketEndKind.ClosedByUs, (await _receiver.Ended).Kind);
    }

    [Fact]
    public async Task Close_WhileConnecting_EndsAtOnce()
    {
        var time = new FakeTime();
        Start(options => options with { Time = time });
        await _peer.AcceptTcpAsync();

        await _socket!.CloseAsync(TimeSpan.FromSeconds(2)).WaitAsync(Limit, TestContext.Current.CancellationToken);

        Assert.Equal(SocketEndKind.ClosedByUs, (await _receiver.Ended).Kind);
        Assert.False(_receiver.WasOpened);
    }

    [Fact]
    public async Task Receiver_ThatThrows_LearnsOfTheEndAllTheSame()
    {
        await OpenAsync();
        _receiver.OnMessageDo = () => throw new InvalidOperationException();
        _peer.SendFrame("x");

        Assert.Equal(SocketEndKind.ReceiverFailed, (await _receiver.Ended).Kind);
    }

    private async Task<MessageSocket> OpenAsync(
        Func<MessageSocketOptions, MessageSocketOptions>? change = null, int receiveBufferBytes = 0)
    {
        Start(change);
        await _peer.AcceptAsync(receiveBufferBytes);
        await _receiver.Opened;
        return _socket!;
    }

    private void Start(Func<MessageSocketOptions, MessageSocketOptions>? change = null) => NewSocket(change).Start();

    private MessageSocket NewSocket(Func<MessageSocketOptions, MessageSocketOptions>? change = null)
    {
        var options = new MessageSocketOptions { Address = _peer.Address, Http = Http };
        return _socket = MessageSocket.Create(change?.Invoke(options) ?? options, _receiver);
    }

    private static MessageBuffer Message(string text, TimeSpan audio = default)
    {
        var message = MessageBuffer.Rent(isText: true);
        message.Audio = audio;
        message.Advance(Encoding.UTF8.GetBytes(text, message.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
        return message;
    }
}
