using Connectors.Core.Rooms;
using Connectors.LiveKit.Protocol;
using Connectors.LiveKit.Rooms;

namespace Connectors.Tests.LiveKit.Rooms;

public sealed class RoomEndsTests
{
    [Theory]
    [InlineData(DisconnectReason.ClientInitiated, RoomEndKind.LeftByUs)]
    [InlineData(DisconnectReason.DuplicateIdentity, RoomEndKind.DuplicateIdentity)]
    [InlineData(DisconnectReason.ServerShutdown, RoomEndKind.ServerShutdown)]
    [InlineData(DisconnectReason.ParticipantRemoved, RoomEndKind.ParticipantRemoved)]
    [InlineData(DisconnectReason.RoomDeleted, RoomEndKind.RoomDeleted)]
    [InlineData(DisconnectReason.RoomClosed, RoomEndKind.RoomDeleted)]
    [InlineData(DisconnectReason.Migration, RoomEndKind.ServerShutdown)]
    [InlineData(DisconnectReason.SignalClose, RoomEndKind.Lost)]
    [InlineData(DisconnectReason.ConnectionTimeout, RoomEndKind.Lost)]
    [InlineData(DisconnectReason.UnknownReason, RoomEndKind.Lost)]
    public void Of_AReason_HasItsKind(DisconnectReason reason, RoomEndKind kind) => Assert.Equal(kind, RoomEnds.Of(reason).Kind);

    [Fact]
    public void Of_AReasonNobodyKnows_IsLostAndNamesItsNumber() =>
        Assert.Equal(new(RoomEndKind.Lost, "The room ended for LiveKit's reason 77."), RoomEnds.Of((DisconnectReason)77));

    [Theory]
    [InlineData("engine: signal failure: client error: 401 Unauthorized - invalid token: eyJhbGciOi", RoomEndKind.TokenRefused)]
    [InlineData("signal failure: client error: 403 Forbidden - ", RoomEndKind.TokenRefused)]
    [InlineData("signal failure: access token has invalid characters", RoomEndKind.TokenRefused)]
    [InlineData("signal failure: client error: 404 Not Found - page", RoomEndKind.Unreachable)]
    [InlineData("signal failure: transport connection error: Connection refused (os error 111)", RoomEndKind.Unreachable)]
    [InlineData("", RoomEndKind.Unreachable)]
    public void OfJoin_AnError_HasItsKindAndNotItsText(string error, RoomEndKind kind)
    {
        var end = RoomEnds.OfJoin(error);

        Assert.Equal(kind, end.Kind);
        Assert.DoesNotContain("eyJ", end.Reason, StringComparison.Ordinal);
    }
}
