using Connectors.Events;
using Connectors.Integration.Tests.Transport;
using Connectors.Testing;

namespace Connectors.Integration.Tests.Providers;

/// <summary>The steady audio path of every connector allocates nothing, JSON and base64 included.</summary>
[Collection(AloneCollection.Name)]
public sealed class ConnectorAllocationTests
{
    private const int WarmUp = 2_000;
    private const int Counted = 1_000;

    // The smallest object there is has 24 bytes: less than one for every tenth message is the runtime's own, now and then.
    private const int Tolerated = Counted / 10 * 24;

    public static TheoryData<string> Connectors => ConnectorCases.Names;

    [Theory]
    [MemberData(nameof(Connectors))]
    public async Task AudioPath_InBothDirections_AllocatesNothing(string name)
    {
        await using var connector = ConnectorCases.Create(name);
        using var peer = new RawPeer();
        var listener = new CountingListener();
        await using var connection = connector.Connector.Open(connector.PrepareFor(peer.Address), new(), listener);
        await peer.AcceptAsync();
        foreach (var message in connector.OpeningOfPeer)
        {
            peer.SendFrame(message);
        }

        Assert.True(await listener.Ready.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        var (audio, isText) = connector.AudioOfPeer(new byte[4_801]);

        Exchange(peer, connection, listener, audio, isText, WarmUp);
        var allocated = Allocation.LeastOfProcess(() => Exchange(peer, connection, listener, audio, isText, Counted));

        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {allocated} B for {Counted} audio messages each way");
        Assert.True(allocated < Tolerated, $"{allocated} B for {Counted} audio messages each way");
    }

    // Blocking on purpose: the far side must not allocate either.
    private static void Exchange(
        RawPeer peer, IAgentConnection connection, CountingListener listener, byte[] audio, bool isText, int messages)
    {
        Span<byte> frame = stackalloc byte[640];
        for (var i = 0; i < messages; i++)
        {
            Assert.True(connection.SendAudio(frame) == SendResult.Accepted);
            while (peer.ReadFrame().Payload.Length < 640)
            {
                // Opening messages and answers come before the first frame.
            }

            peer.SendFrame(audio, isText ? (byte)1 : (byte)2);
            Assert.True(listener.Audio.Wait(TimeSpan.FromSeconds(20)));
        }
    }

    private sealed class CountingListener : IAgentListener
    {
        public SemaphoreSlim Ready { get; } = new(0);

        public SemaphoreSlim Audio { get; } = new(0);

        public void OnTurnAudio(TurnId turn, ReadOnlySpan<byte> audio) => Audio.Release();

        public void OnEvent(AgentEvent e)
        {
            if (e is AgentEvent.Ready)
            {
                Ready.Release();
            }
        }
    }
}
