using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Connectors.Sandbox;

/// <summary>How stand-ins are spoken to: in the clear, or by TLS.</summary>
internal static class StandInSockets
{
    extension(HttpRequest request)
    {
        /// <summary>Scheme of sockets at the same place.</summary>
        public string SocketScheme => request.IsHttps ? "wss" : "ws";
    }

    /// <summary>Wants TLS where there is a certificate.</summary>
    public static void UseCertificate(this ListenOptions listen, X509Certificate2? certificate)
    {
        if (certificate is not null)
        {
            listen.UseHttps(certificate);
        }
    }
}
