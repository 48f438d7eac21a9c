using Microsoft.Extensions.DependencyInjection;

namespace Connectors.TestNode;

/// <summary>Changes what the service has registered, when it has registered everything.</summary>
/// <param name="change">What is different.</param>
internal sealed class ChangedServices(Action<IServiceCollection> change) : IServiceProviderFactory<IServiceCollection>
{
    public IServiceCollection CreateBuilder(IServiceCollection services)
    {
        change(services);
        return services;
    }

    public IServiceProvider CreateServiceProvider(IServiceCollection containerBuilder) => containerBuilder.BuildServiceProvider();
}
