using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;

namespace Connectors.Sandbox.ElevenLabs;

/// <summary>The server's end of a conversation's socket: whole messages, ends of every kind, and a way to stop reading.</summary>
/// <param name="context">The upgrade request.</param>
/// <param name="socket">The accepted socket.</param>
internal sealed class ConversationSocket(HttpContext context, WebSocket socket) : IDisposable
{
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _broken = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private TaskCompletionSource? _notReading;

    /// <summary>How it ended, once it did.</summary>
    public ConversationEnd? End { get; private set; }

    /// <summary>Reads a whole message.</summary>
    /// <returns>Null if the conversation is over.</returns>
    public async Task<(byte[] Bytes, bool IsText)?> ReceiveAsync()
    {
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                if (_notReading is { } pause)
                {
                    await pause.Task.WaitAsync(_broken.Token);
                }

                var part = await socket.ReceiveAsync(_buffer.AsMemory(), _broken.Token);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    End ??= new((int)(socket.CloseStatus ?? 0), socket.CloseStatusDescription ?? string.Empty, ByClient: true);
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _broken.Token);
                    return null;
                }

                await message.WriteAsync(_buffer.AsMemory(0, part.Count), CancellationToken.None);
                if (part.EndOfMessage)
                {
                    return (message.ToArray(), part.MessageType == WebSocketMessageType.Text);
                }
            }
        }
        catch (Exception error) when (IsEnd(error))
        {
            End ??= new(0, string.Empty, ByClient: true);
            return null;
        }
    }

    /// <summary>Sends a text message.</summary>
    /// <returns>False if the conversation is over.</returns>
    public Task<bool> SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text);

    public async Task<bool> SendAsync(byte[] message, WebSocketMessageType type)
    {
        try
        {
            await _sending.WaitAsync(_broken.Token);
            try
            {
                await socket.SendAsync(message, type, endOfMessage: true, _broken.Token);
                return true;
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception error) when (IsEnd(error))
        {
            return false;
        }
    }

    /// <summary>Says goodbye; the client's answer is awaited by the reader, for a while.</summary>
    public async Task CloseAsync(int code, string reason)
    {
        try
        {
            await _sending.WaitAsync(_broken.Token);
            try
            {
                End ??= new(code, reason, ByClient: false);
                await socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, _broken.Token);
            }
            finally
            {
                _sending.Release();
            }

            _broken.CancelAfter(CloseLimit);
        }
        catch (Exception error) when (IsEnd(error))
        {
            // Gone already.
        }
    }

    /// <summary>Resets the TCP connection.</summary>
    public void Reset()
    {
        End ??= new(0, string.Empty, ByClient: false);
        if (context.Features.Get<IConnectionSocketFeature>()?.Socket is { } tcp)
        {
            tcp.LingerState = new LingerOption(enable: true, seconds: 0);
            tcp.Dispose();
        }

        // Breaking first would end the request, and with it its context.
        try
        {
            context.Abort();
        }
        catch (ObjectDisposedException)
        {
            // The reset has ended the request already.
        }

        Break();
    }

    /// <summary>Reads nothing more until <see cref="Resume"/>.</summary>
    public void StopReading() => _notReading = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Resume() => Interlocked.Exchange(ref _notReading, null)?.TrySetResult();

    /// <summary>Ends the conversation without a goodbye.</summary>
    public void Break()
    {
        try
        {
            _broken.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It is over already.
        }
    }

    public void Dispose()
    {
        _sending.Dispose();
        _broken.Dispose();
    }

    private static bool IsEnd(Exception error) => error is WebSocketException or OperationCanceledException or ObjectDisposedException
        or IOException or InvalidOperationException;
}
