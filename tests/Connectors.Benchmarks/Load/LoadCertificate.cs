using System.Net;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Connectors.Benchmarks.Load;

/// <summary>
/// A certificate of 127.0.0.1 that this process and those it starts trust, and nobody else: OpenSSL reads the file that
/// <c>SSL_CERT_FILE</c> names. To be made before the first use of TLS.
/// </summary>
internal sealed partial class LoadCertificate : IDisposable
{
    private const string Variable = "SSL_CERT_FILE";

    private readonly string _file = Path.GetTempFileName();
    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);

    public LoadCertificate(TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = time.GetUtcNow();
        Certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(_file, Certificate.ExportCertificatePem());
        Environment.SetEnvironmentVariable(Variable, _file);

        // OpenSSL looks at the process' own environment, which .NET only copies.
        _ = SetVariable(Variable, _file, 1);
    }

    /// <summary>With its key.</summary>
    public X509Certificate2 Certificate { get; }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, _before);
        File.Delete(_file);
        Certificate.Dispose();
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int replaces);
}
