using Connectors.LiveKit;

namespace Connectors.Server.Hosting;

/// <summary>
/// Ends the process in good order when the native LiveKit library has failed: no room can be joined in it any more. The
/// exit code says so, and whoever supervises the process starts a new one.
/// </summary>
internal sealed partial class LibraryFailureStop(IHostApplicationLifetime lifetime, ILogger<LibraryFailureStop> logger)
    : ILibraryFailureListener
{
    /// <summary>Exit code of a process that ended because the library failed.</summary>
    public const int ExitCode = 70;

    public void OnLibraryFailed(string message)
    {
        Environment.ExitCode = ExitCode;
        Log.LibraryFailed(logger);
        lifetime.StopApplication();
    }

    private static partial class Log
    {
        [LoggerMessage(2011, LogLevel.Critical, "The LiveKit library failed; the process was told to stop")]
        public static partial void LibraryFailed(ILogger logger);
    }
}
