namespace Connectors.Tests.Providers;

/// <summary>Reaches nobody, so that a connection's reader is the test alone.</summary>
internal sealed class RefusingHttp : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromException<HttpResponseMessage>(new HttpRequestException("Nobody there."));
}
