using System.Reflection;
using System.Runtime.InteropServices;

namespace Connectors.LiveKit.Binding;

/// <summary>Finds and loads the native library: a configured path first, else the one that came with the build.</summary>
internal static class LibraryFile
{
    private const string FileName = "liblivekit_ffi.so";

    /// <summary>Loads it.</summary>
    /// <param name="configured">A path, or null.</param>
    /// <exception cref="LiveKitLibraryException">It can't be loaded.</exception>
    public static nint Load(string? configured)
    {
        if (string.IsNullOrEmpty(configured))
        {
            configured = Environment.GetEnvironmentVariable(LiveKitOptions.LibraryVariable);
        }

        if (!string.IsNullOrEmpty(configured))
        {
            return TryLoad(configured, out var loaded, out var failure)
                ? loaded
                : throw new LiveKitLibraryException(
                    $"The library named by {nameof(LiveKitOptions.LibraryPath)} or {LiveKitOptions.LibraryVariable} can't be loaded.",
                    failure!);
        }

        return LoadOurs();
    }

    private static nint LoadOurs()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            throw new LiveKitLibraryException(
                $"Rooms can be joined on Linux x64 only, and this is {RuntimeInformation.RuntimeIdentifier}: use the container image, " +
                $"or set {LiveKitOptions.LibraryVariable} to LiveKit's own library for this platform.");
        }

        string[] candidates =
        [
            Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", FileName),
            Path.Combine(AppContext.BaseDirectory, FileName),
        ];
        Exception? reason = null;
        foreach (var candidate in candidates.Where(File.Exists))
        {
            if (TryLoad(candidate, out var library, out reason))
            {
                return library;
            }
        }

        // Native assets of a NuGet package (-p:LiveKitPackage=true) are known to the runtime, not by our paths.
        return NativeLibrary.TryLoad("livekit_ffi", Assembly.GetExecutingAssembly(), null, out var fromPackage)
            ? fromPackage
            : throw new LiveKitLibraryException(
                "The LiveKit library can't be loaded: it needs glibc 2.28 or later (no Alpine), and a build made on Linux x64.", reason!);
    }

    private static bool TryLoad(string path, out nint library, out Exception? failure)
    {
        library = 0;
        failure = null;
        try
        {
            library = NativeLibrary.Load(path);
            return true;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            failure = e;
            return false;
        }
    }
}
