using System.Text;
using System.Threading.Channels;
using Connectors.Transport;

namespace Connectors.Integration.Tests.Transport;

/// <summary>Keeps what a socket told.</summary>
internal sealed class RecordingReceiver : IMessageReceiver
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Channel<(byte[] Bytes, bool IsText)> _messages = Channel.CreateUnbounded<(byte[], bool)>();
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<SocketEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Opened => _opened.Task.WaitAsync(Limit);

    public Task<SocketEnd> Ended => _ended.Task.WaitAsync(Limit);

    public int Ends { get; private set; }

    public bool WasOpened => _opened.Task.IsCompleted;

    public Action? OnMessageDo { get; set; }

    public void OnOpened() => _opened.SetResult();

    public void OnMessage(ReadOnlySpan<byte> message, bool isText)
    {
        _messages.Writer.TryWrite((message.ToArray(), isText));
        OnMessageDo?.Invoke();
    }

    public void OnEnded(SocketEnd end)
    {
        Ends++;
        _messages.Writer.TryComplete();
        _ended.TrySetResult(end);
    }

    public async Task<(byte[] Bytes, bool IsText)> ReadAsync() =>
        await _messages.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Limit);

    public async Task<string> ReadTextAsync() => Encoding.UTF8.GetString((await ReadAsync()).Bytes);
}
