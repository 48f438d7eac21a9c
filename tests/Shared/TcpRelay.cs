using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace Connectors.Testing;

/// <summary>
/// A bare TCP relay on 127.0.0.1, to break what passes through it: reset, stop one or both directions, slow them down. Its
/// buffers are small, so that whoever sends soon notices that nobody takes it.
/// </summary>
internal sealed class TcpRelay : IAsyncDisposable
{
    private const int BufferBytes = 16 * 1024;

    private readonly IPEndPoint _target;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<Line> _lines = [];
    private readonly Task _accepting;

    /// <summary>Starts one.</summary>
    /// <param name="target">Where connections are passed on to; its host is 127.0.0.1.</param>
    public TcpRelay(Uri target)
    {
        _target = new(IPAddress.Loopback, target.Port);
        _listener.Server.ReceiveBufferSize = BufferBytes;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Connections so far.</summary>
    public int Connections { get; private set; }

    /// <summary>Whether new connections are reset at once, as by a host where nobody listens.</summary>
    public bool Refuses { get; set; }

    /// <summary>What the client sends is not taken any more, on connections that are there and on new ones.</summary>
    public bool StopsUp { get; set; }

    /// <summary>What the server sends is not taken any more, likewise.</summary>
    public bool StopsDown { get; set; }

    /// <summary>Bytes a second from the client; 0 for as they come.</summary>
    public int RateUp { get; set; }

    /// <summary>Bytes a second from the server; 0 for as they come.</summary>
    public int RateDown { get; set; }

    /// <summary>The same address, through the relay.</summary>
    public Uri Of(Uri address) => new UriBuilder(address) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;

    /// <summary>Resets all connections that are there, on both sides.</summary>
    public void Reset()
    {
        foreach (var line in Lines())
        {
            line.Reset();
        }
    }

    /// <summary>Stops the connections that are there, without a word; new ones work.</summary>
    /// <param name="up">What the client sends.</param>
    /// <param name="down">What the server sends.</param>
    public void Freeze(bool up = true, bool down = true)
    {
        foreach (var line in Lines())
        {
            line.FreezesUp |= up;
            line.FreezesDown |= down;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        foreach (var line in Lines())
        {
            line.Reset();
            await line.Running;
        }

        _stop.Dispose();
    }

    private List<Line> Lines()
    {
        lock (_lock)
        {
            return [.. _lines];
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Take(await _listener.AcceptSocketAsync(_stop.Token));
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Over, or the client went before it was taken.
            }
        }
    }

    private void Take(Socket client)
    {
        Connections++;
        var line = new Line(this, client);
        if (Refuses)
        {
            line.Reset();
            return;
        }

        lock (_lock)
        {
            _lines.RemoveAll(known => known.Running.IsCompleted);
            _lines.Add(line);
        }

        line.Running = line.RunAsync(_stop.Token);
    }

    private sealed class Line(TcpRelay relay, Socket client) : IDisposable
    {
        private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

        private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, SendBufferSize = BufferBytes };

        public bool FreezesUp { get; set; }

        public bool FreezesDown { get; set; }

        public Task Running { get; set; } = Task.CompletedTask;

        public void Reset()
        {
            Reset(client);
            Reset(_server);
        }

        public async Task RunAsync(CancellationToken stop)
        {
            try
            {
                client.NoDelay = true;
                await _server.ConnectAsync(relay._target, stop);
                await Task.WhenAll(
                    PassAsync(client, _server, () => relay.StopsUp || FreezesUp, () => relay.RateUp, stop),
                    PassAsync(_server, client, () => relay.StopsDown || FreezesDown, () => relay.RateDown, stop));
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // One side broke: so does the other.
                Reset();
            }
            finally
            {
                Dispose();
            }
        }

        public void Dispose()
        {
            client.Dispose();
            _server.Dispose();
        }

        private static void Reset(Socket socket)
        {
            try
            {
                socket.LingerState = new(enable: true, seconds: 0);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // It is gone already.
            }

            socket.Dispose();
        }

        private async Task PassAsync(Socket from, Socket to, Func<bool> stops, Func<int> rate, CancellationToken stop)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
            try
            {
                while (true)
                {
                    // A slow reader takes little at a time, or its pauses would be long.
                    var most = rate() is > 0 and var slow ? Math.Clamp(slow / 20, 1, BufferBytes) : BufferBytes;
                    var read = await from.ReceiveAsync(buffer.AsMemory(0, most), stop);
                    while (stops())
                    {
                        await Task.Delay(Look, TimeProvider.System, stop);
                    }

                    if (read == 0)
                    {
                        to.Shutdown(SocketShutdown.Send);
                        return;
                    }

                    await SendAsync(to, buffer.AsMemory(0, read), stop);
                    if (rate() is > 0 and var pace)
                    {
                        await Task.Delay(TimeSpan.FromSeconds((double)read / pace), TimeProvider.System, stop);
                    }
                }
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                Reset();
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        private static async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes, CancellationToken stop)
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[await to.SendAsync(bytes, stop)..];
            }
        }
    }
}
