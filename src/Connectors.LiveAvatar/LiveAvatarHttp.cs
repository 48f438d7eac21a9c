namespace Connectors.LiveAvatar;

/// <summary>The options together with what sends: the host's invoker, or one of our own.</summary>
internal sealed class LiveAvatarHttp(LiveAvatarOptions options) : IDisposable
{
    // A redirect would carry X-API-KEY to wherever it points; .NET only strips Authorization.
    private readonly HttpMessageInvoker? _own = options.Http is null
        ? new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        : null;

    public LiveAvatarOptions Options { get; } = options;

    public HttpMessageInvoker Invoker => Options.Http ?? _own!;

    public void Dispose() => _own?.Dispose();
}
