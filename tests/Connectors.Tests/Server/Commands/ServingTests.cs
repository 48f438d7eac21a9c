using Connectors.Server.Commands;

namespace Connectors.Tests.Server.Commands;

public sealed class ServingTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connectors-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("'--ulrs' is not known here; --help tells what is.", "--ulrs", "http://127.0.0.1:0")]
    [InlineData("'x' is not known here", "--urls=http://127.0.0.1:0", "x")]
    [InlineData("--urls needs a value.", "--urls")]
    [InlineData("--urls needs a value.", "--urls", "--Connectors:DataFolder=x")]
    [InlineData(
        "There is no setting Connectors:Api:Other. There is no setting Connectors:Nonesuch.",
        "--Connectors:Nonesuch=1", "--Connectors:Api:Other=1")]
    [InlineData("Connectors:SessionsAtOnce must be 0 to 10,000.", "--Connectors:SessionsAtOnce=-1")]
    [InlineData("Failed to convert configuration value 'many' at 'Connectors:SessionsAtOnce'", "--Connectors:SessionsAtOnce=many")]
    [InlineData("Invalid url: 'nonsense'", "--urls=nonsense")]
    public async Task Run_StartedWrongly_SaysWhyInOneSentenceAndDoesNotRun(string sentence, params string[] args)
    {
        await using var error = new StringWriter();

        var code = await Serving.RunAsync([$"--Connectors:DataFolder={_folder.FullName}", .. args], error);

        Assert.Equal(2, code);
        Assert.StartsWith(sentence, error.ToString(), StringComparison.Ordinal);
        Assert.Single(error.ToString().TrimEnd().Split('\n'));
    }
}
