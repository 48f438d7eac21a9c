namespace Connectors.LiveKit;

/// <summary>How rooms are joined and heard.</summary>
public sealed class LiveKitOptions
{
    /// <summary>Environment variable that names the native library, where <see cref="LibraryPath"/> isn't set.</summary>
    public const string LibraryVariable = "CONNECTORS_LIVEKIT_LIBRARY";

    /// <summary>
    /// Path of an official build of the native library (<c>liblivekit_ffi.so</c>, 0.12.73 or a version with the same
    /// messages). Default: null, which takes the one that was built in. The first room of a process decides for all.
    /// </summary>
    public string? LibraryPath { get; init; }

    /// <summary>How long joining may take before the room counts as unreachable. Default 10 s, range 1 to 60 s.</summary>
    public TimeSpan JoinLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long leaving in good order may take. Default 2 s, range 0.1 to 10 s.</summary>
    public TimeSpan LeaveLimit { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the library may repair a broken connection before it counts as lost. Default 20 s, range 1 to 120 s.</summary>
    public TimeSpan RepairLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Length of the frames handed to listeners, in milliseconds: 10 (default) or 20.</summary>
    public int FrameMilliseconds { get; init; } = 10;

    /// <summary>
    /// Frames of 10 ms that the library keeps when they aren't taken in time; beyond, the oldest are dropped and
    /// counted. Default 50, range 10 to 500.
    /// </summary>
    public int QueuedFrames { get; init; } = 50;

    /// <summary>
    /// Told the library's own warnings and errors, from any thread. Default: null, which silences them (unless the
    /// variable RUST_LOG says otherwise). For diagnosis only: the texts are the library's and can name participants,
    /// and capturing costs processor time.
    /// </summary>
    public Action<string>? LibraryLog { get; init; }

    /// <summary>What is wrong with the options, all of it; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> errors = [];
        Check(JoinLimit.TotalSeconds is >= 1 and <= 60, $"{nameof(JoinLimit)} must be 1 to 60 s.");
        Check(LeaveLimit.TotalSeconds is >= 0.1 and <= 10, $"{nameof(LeaveLimit)} must be 0.1 to 10 s.");
        Check(RepairLimit.TotalSeconds is >= 1 and <= 120, $"{nameof(RepairLimit)} must be 1 to 120 s.");
        Check(FrameMilliseconds is 10 or 20, $"{nameof(FrameMilliseconds)} must be 10 or 20.");
        Check(QueuedFrames is >= 10 and <= 500, $"{nameof(QueuedFrames)} must be 10 to 500.");
        return errors;

        void Check(bool isRight, string error)
        {
            if (!isRight)
            {
                errors.Add(error);
            }
        }
    }
}
