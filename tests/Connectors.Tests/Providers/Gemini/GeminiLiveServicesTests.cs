using Connectors.Providers.Gemini;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Tests.Providers.Gemini;

public sealed class GeminiLiveServicesTests
{
    [Fact]
    public async Task Host_ThatAddsTheConnector_HasIt()
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        await using var services = new ServiceCollection()
            .AddSingleton(http).AddSingleton(TimeProvider.System).AddGeminiLive().BuildServiceProvider();

        var description = services.GetRequiredService<IConnector>().Description;

        Assert.Equal("gemini-live", description.Id);
        Assert.Equal("GEMINI_API_KEY", description.CredentialKind);
        Assert.True(description.Capabilities is { UsesPlayoutReports: false, Tools: true, SuppressesGreeting: true, MarksTurnEnd: true });
        Assert.Equal(ResumeKind.Token, description.Capabilities.Resume);
        Assert.Equal(InterruptionSignal.Flush, description.Capabilities.InterruptionSignal);
        Assert.Equal(TimeSpan.FromMinutes(10), description.Capabilities.MaximumConnectionTime);
    }
}
