using Connectors.LiveKit;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Tests.LiveKit;

public sealed class LiveKitOptionsTests
{
    [Fact]
    public void Validate_OfTheDefaults_FindsNothing() => Assert.Empty(new LiveKitOptions().Validate());

    [Fact]
    public void Validate_OfWrongValues_NamesAllOfThem()
    {
        var options = new LiveKitOptions
        {
            JoinLimit = TimeSpan.Zero,
            LeaveLimit = TimeSpan.FromMinutes(1),
            RepairLimit = TimeSpan.FromHours(1),
            FrameMilliseconds = 15,
            QueuedFrames = 0,
        };

        Assert.Equal(5, options.Validate().Count);
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddLiveKitRooms(options));
    }
}
