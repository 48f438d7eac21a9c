using Connectors.LiveKit;
using Connectors.LiveKit.Binding;

namespace Connectors.Tests.LiveKit.Binding;

public sealed class LibraryFileTests
{
    [Fact]
    public void Load_OfAPathWithoutALibrary_SaysWhichSettingIsWrong()
    {
        var failure = Assert.Throws<LiveKitLibraryException>(() => LibraryFile.Load("/nowhere/liblivekit_ffi.so"));

        Assert.Contains(LiveKitOptions.LibraryVariable, failure.Message, StringComparison.Ordinal);
        Assert.IsType<DllNotFoundException>(failure.InnerException);
    }
}
