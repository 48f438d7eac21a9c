using Connectors.Testing;
using Connectors.Transport;

namespace Connectors.Integration.Tests.Transport;

[Collection(AloneCollection.Name)]
public sealed class MessageSocketAllocationTests
{
    private static readonly byte[] Payload = new byte[900];

    [Fact]
    public async Task Socket_SendingAndReceivingSteadily_AllocatesNothing()
    {
        using var peer = new RawPeer();
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false });
        var counter = new CountingReceiver();
        await using var socket = MessageSocket.Open(new() { Address = peer.Address, Http = http }, counter);
        await peer.AcceptAsync();

        // Blocking on purpose: the far side must not allocate either.
        Exchange(peer, socket, counter, 2_000);
        var allocated = Allocation.LeastOfProcess(() => Exchange(peer, socket, counter, 1_000));

        TestContext.Current.TestOutputHelper?.WriteLine($"{allocated} B for 1,000 messages each way");
        Assert.True(allocated < 500, $"{allocated} B for 1,000 messages each way");
    }

    private static void Exchange(RawPeer peer, MessageSocket socket, CountingReceiver counter, int messages)
    {
        for (var i = 0; i < messages; i++)
        {
            var message = MessageBuffer.Rent(isText: true);
            Payload.CopyTo(message.GetSpan(Payload.Length));
            message.Advance(Payload.Length);
            message.Audio = TimeSpan.FromMilliseconds(20);
            Assert.True(socket.TrySendMedia(message));
            _ = peer.ReadFrame();
            peer.SendFrame(Payload, opcode: 1);
            Assert.True(counter.Received.Wait(TimeSpan.FromSeconds(20)));
        }
    }

    private sealed class CountingReceiver : IMessageReceiver
    {
        public SemaphoreSlim Received { get; } = new(0);

        public void OnOpened()
        {
        }

        public void OnMessage(ReadOnlySpan<byte> message, bool isText) => Received.Release();

        public void OnEnded(SocketEnd end)
        {
        }
    }
}
