using Connectors.Sandbox.Demo;

namespace Connectors.Sandbox.Up;

/// <summary>Runs the whole service among the stand-ins, with a page to talk to the avatar from, until Ctrl+C.</summary>
internal sealed class UpCommand : ISandboxCommand
{
    private const int Failed = 1;

    public string Name => "up";

    public string Summary => "the whole service among the stand-ins, and a page to talk to the avatar with your own microphone";

    public async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var line = CommandLine.Parse(args, UpOptions.All);
        if (line.WantsHelp)
        {
            await Console.Out.WriteLineAsync(CommandLine.Help(this, UpOptions.All));
            return 0;
        }

        string? temporary = null;
        var options = UpOptions.Read(line, () => temporary = Directory.CreateTempSubdirectory("connectors-up-").FullName);
        try
        {
            return await RunAsync(options, cancellationToken);
        }
        finally
        {
            if (temporary is not null)
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }

    private static async Task<int> RunAsync(UpOptions options, CancellationToken cancellationToken)
    {
        if (!OwnNamespace.HasMediaAdapter)
        {
            await Console.Error.WriteLineAsync("up: WebRTC needs a network adapter that isn't loopback, and this machine has none up.");
            return Failed;
        }

        try
        {
            var agent = await DemoAgents.StartAsync(options.Connector, options.Script, TimeProvider.System);
            await using var world = await UpWorld.StartAsync(options, agent, TimeProvider.System, cancellationToken);
            await Console.Out.WriteLineAsync(Greeting(world, options));
            await WaitAsync(cancellationToken);
            await Console.Out.WriteLineAsync("Stopping.");
            return 0;
        }
        catch (IOException error)
        {
            await Console.Error.WriteLineAsync($"up: {error.Message}");
            return Failed;
        }
    }

    private static string Greeting(UpWorld world, UpOptions options) => $"""
        Playground      {world.Site.Address}   open it on this machine, press start, allow the microphone, talk
        API             {world.Api}api/v1   key {world.Tenant.ApiKey.Reveal()}
        For web SDKs    {world.Api}liveavatar   (their apiUrl; backends send the same key as X-API-KEY)
        Operator        {world.Api}api/v1/operator   key {world.OperatorKey.Reveal()}
        Tenant          {world.Tenant.Id}, voice agent {world.Tenant.VoiceAgentId} ({options.Connector}, a stand-in)
        Ctrl+C stops it.
        """;

    private static async Task WaitAsync(CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(stopped.SetResult);
        await stopped.Task;
    }
}
