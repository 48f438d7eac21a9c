using System.Net;
using System.Text;

namespace Connectors.Tests.LiveAvatar.Rest;

/// <summary>Answers every request with one answer and keeps what was asked.</summary>
internal sealed class ScriptedHttp : HttpMessageHandler
{
    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    public string Body { get; set; } = string.Empty;

    public (string Name, string Value)? Header { get; set; }

    public Exception? Error { get; set; }

    public HttpRequestMessage? Request { get; private set; }

    public string RequestBody { get; private set; } = string.Empty;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Request = request;
        RequestBody = await request.Content!.ReadAsStringAsync(cancellationToken);
        if (Error is not null)
        {
            throw Error;
        }

        var response = new HttpResponseMessage(Status) { Content = new StringContent(Body, Encoding.UTF8, "application/json") };
        if (Header is var (name, value))
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }
}
