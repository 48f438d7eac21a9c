using Connectors.Transport;

namespace Connectors.Core.Outgoing;

/// <summary>
/// Fetches by GET and follows redirects, for the few callers that want it: every hop is judged as the first address was, by
/// its text here and by its address in the guard. Webhooks and providers' calls don't follow: they carry secrets.
/// </summary>
/// <param name="http">The guarded invoker.</param>
/// <param name="rules">Judges the hops.</param>
public sealed class RedirectFollower(HttpMessageInvoker http, UrlRules rules)
{
    /// <summary>Most hops.</summary>
    public const int MostHops = 5;

    /// <summary>Fetches.</summary>
    /// <param name="address">Where to begin.</param>
    /// <param name="prepare">
    /// Adds headers to the request of a hop; told whether it still goes to the first scheme, host and port. Secrets belong
    /// into no other request.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="OutgoingRefusedException">A hop isn't allowed, or there are too many.</exception>
    /// <exception cref="HttpRequestException">As always; a refused address is inside.</exception>
    public async Task<HttpResponseMessage> GetAsync(
        Uri address, Action<HttpRequestMessage, bool> prepare, CancellationToken cancellationToken)
    {
        var here = Judge(address.OriginalString);
        var first = here;
        for (var hops = 0; ; hops++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, here);
            prepare(request, IsSameOrigin(first, here));
            var response = await http.SendAsync(request, cancellationToken);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
            {
                return response;
            }

            response.Dispose();
            if (hops == MostHops)
            {
                throw new OutgoingRefusedException($"The address redirects more than {MostHops} times.");
            }

            here = Next(here, location);
        }
    }

    private Uri Next(Uri here, Uri location)
    {
        var next = Judge(location.IsAbsoluteUri ? location.OriginalString : new Uri(here, location).AbsoluteUri);
        return here.Scheme == Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttps
            ? throw new OutgoingRefusedException("The address redirects from https to http, which this server doesn't follow.")
            : next;
    }

    private Uri Judge(string text) => rules.TryRead(text, UrlKind.Http, out var url, out var refusal)
        ? url
        : throw new OutgoingRefusedException(refusal);

    private static bool IsSameOrigin(Uri one, Uri other) =>
        one.Scheme == other.Scheme && one.Port == other.Port && one.IdnHost == other.IdnHost;
}
