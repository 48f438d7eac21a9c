using Connectors.Providers.Deepgram;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Tests.Providers.Deepgram;

public sealed class DeepgramServicesTests
{
    [Fact]
    public async Task Host_ThatAddsTheConnector_HasIt()
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        await using var services = new ServiceCollection()
            .AddSingleton(http).AddSingleton(TimeProvider.System).AddDeepgram().BuildServiceProvider();

        var description = services.GetRequiredService<IConnector>().Description;

        Assert.Equal("deepgram", description.Id);
        Assert.Equal("DEEPGRAM_API_KEY", description.CredentialKind);
        Assert.True(description.Capabilities is { ClientInterrupt: false, Tools: true, SuppressesGreeting: true, MarksTurnEnd: true });
        Assert.Equal((ResumeKind.Replay, SayKind.Verbatim), (description.Capabilities.Resume, description.Capabilities.Say));
        Assert.Equal(InterruptionSignal.Flush, description.Capabilities.InterruptionSignal);
        Assert.Equal(TimeSpan.FromHours(2), description.Capabilities.MaximumConnectionTime);
    }
}
