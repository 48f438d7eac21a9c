using Connectors.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Connectors.Tests.Server;

public sealed class ServerAppTests
{
    [Theory]
    [InlineData("json")]
    [InlineData("simple")]
    public async Task Log_WithAFormatInTheSettings_IsWrittenInIt(string format)
    {
        await using var app = ServerApp.Build(WebApplication.CreateSlimBuilder([$"--Logging:Console:FormatterName={format}"]));

        Assert.Equal(format, app.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName);
    }

    [Fact]
    public async Task Log_WithoutAFormatInTheSettings_IsForPeopleToRead()
    {
        await using var app = ServerApp.Build(WebApplication.CreateSlimBuilder([]));

        Assert.Equal("simple", app.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName);
    }
}
