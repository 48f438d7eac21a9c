using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Connectors.LiveKit.Protocol;
using Google.Protobuf;

namespace Connectors.LiveKit.Binding;

// The C interface, whole (livekit-ffi/src/cabi.rs): four functions, messages in protobuf.
internal sealed unsafe partial class LiveKitLibrary
{
    private readonly EntryPoints _entryPoints;

    private static ReadOnlySpan<byte> SdkName => "rust\0"u8;

    private static ReadOnlySpan<byte> SdkVersion => "0.12.73\0"u8;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnNativeEvent(byte* message, nuint length)
    {
        // May not throw into native code, nor wait: the library calls from the threads that move its audio.
        var library = _loaded;
        if (library is null)
        {
            return;
        }

        try
        {
            library.OnEvent(new(message, (int)length));
        }
        catch (Exception)
        {
            Interlocked.Increment(ref library._faults);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    private void Initialize()
    {
        var capture = _log is not null;
        if (!capture)
        {
            // Otherwise the library writes its errors to stderr, beside our log; .NET's own setter doesn't reach it.
            _ = SetEnvironment("RUST_LOG", "off", 0);
        }

        fixed (byte* name = SdkName, version = SdkVersion)
        {
            _entryPoints.Initialize(&OnNativeEvent, capture ? (byte)1 : (byte)0, name, version);
        }
    }

    private FfiResponse? Send(FfiRequest request)
    {
        var size = request.CalculateSize();
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            request.WriteTo(buffer.AsSpan(0, size));
            byte* response = null;
            nuint length = 0;
            ulong handle;
            fixed (byte* message = buffer)
            {
                handle = _entryPoints.Request(message, (nuint)size, &response, &length);
            }

            if (handle == 0)
            {
                return null;
            }

            try
            {
                return FfiResponse.Parser.ParseFrom(new ReadOnlySpan<byte>(response, (int)length));
            }
            finally
            {
                DropNative(handle);
            }
        }
        finally
        {
            // A connect request carries a token.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private void OnFrame(in AudioFrameEvent frame)
    {
        try
        {
            if (_streams.TryGetValue(frame.Stream, out var sink))
            {
                sink.OnFrame(new((short*)frame.Data, frame.Channels * frame.SamplesPerChannel), frame.SampleRate);
            }
        }
        finally
        {
            DropNative(frame.Frame);
        }
    }

    private void DropNative(ulong handle) => _ = _entryPoints.DropHandle(handle);

    private readonly struct EntryPoints(nint library)
    {
        public readonly delegate* unmanaged[Cdecl]<delegate* unmanaged[Cdecl]<byte*, nuint, void>, byte, byte*, byte*, void> Initialize =
            (delegate* unmanaged[Cdecl]<delegate* unmanaged[Cdecl]<byte*, nuint, void>, byte, byte*, byte*, void>)
            NativeLibrary.GetExport(library, "livekit_ffi_initialize");

        public readonly delegate* unmanaged[Cdecl]<byte*, nuint, byte**, nuint*, ulong> Request =
            (delegate* unmanaged[Cdecl]<byte*, nuint, byte**, nuint*, ulong>)NativeLibrary.GetExport(library, "livekit_ffi_request");

        public readonly delegate* unmanaged[Cdecl]<ulong, byte> DropHandle =
            (delegate* unmanaged[Cdecl]<ulong, byte>)NativeLibrary.GetExport(library, "livekit_ffi_drop_handle");
    }
}
