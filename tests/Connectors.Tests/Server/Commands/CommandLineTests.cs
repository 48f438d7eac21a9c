using Connectors.Core.Auditing;
using Connectors.Core.Records;
using Connectors.Core.Vault;
using Connectors.Server.Commands;
using Connectors.Server.Hosting;
using Connectors.Storage;
using Connectors.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Connectors.Tests.Server.Commands;

public sealed class CommandLineTests : IDisposable
{
    private static readonly SealedName Name = new("tenant-1", "credential", "c-1");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("connectors-tests-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Folder => $"--Connectors:DataFolder={_folder.FullName}";

    private SqliteStorageOptions Place => new ConnectorsOptions { DataFolder = _folder.FullName }.Sqlite();

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(false, "--Connectors:DataFolder=x")]
    [InlineData(false, "--urls", "x")]
    [InlineData(true, "keys")]
    [InlineData(true, "nonsense")]
    [InlineData(true, "--help")]
    [InlineData(true, "-h")]
    public void HasCommand_IsWhatDoesNotBeginWithADash(bool expected, params string[] args) =>
        Assert.Equal(expected, CommandLine.HasCommand(args));

    [Theory]
    [InlineData("There is no command 'nonsense'", "nonsense")]
    [InlineData("There is no command 'keys'", "keys")]
    [InlineData("There is no command 'keys new'", "keys", "new", "--tenant", "x")]
    [InlineData("There is no command 'keys new hmac'", "keys", "new", "hmac")]
    [InlineData("'--tenant' is not known here; nothing more can be given.", "keys", "rewrap", "--tenant", "x")]
    [InlineData("'now' is not known here", "keys", "new", "kek", "now")]
    [InlineData("--tenant must be given.", "keys", "rotate-data")]
    [InlineData("--tenant needs a value.", "keys", "rotate-data", "--tenant")]
    [InlineData("--tenant needs a value.", "audit", "verify", "--tenant", "--head")]
    [InlineData("--tenant is given twice.", "audit", "verify", "--tenant", "a", "--tenant", "b")]
    [InlineData("--tenant must be given.", "audit", "verify", "--head", "1:AA")]
    [InlineData("--head is SEQUENCE:MAC", "audit", "verify", "--tenant", "a", "--head", "1:AA")]
    [InlineData("There is no database at", "audit", "verify")]
    [InlineData("There is no database at", "keys", "rewrap")]
    [InlineData("There is no key ring at", "keys", "new", "kek")]
    [InlineData("--Connectors:DataFolder needs a value", "keys", "rewrap", "--Connectors:DataFolder")]
    [InlineData("There is no setting Connectors:Nonesuch.", "keys", "rewrap", "--Connectors:Nonesuch=1")]
    [InlineData("Connectors:AudioBudgetMegabytes must be", "keys", "rewrap", "--Connectors:AudioBudgetMegabytes=1")]
    public async Task Run_AskedForWrongly_SaysWhyInOneSentenceAndMakesNothing(string sentence, params string[] args)
    {
        var (code, output, error) = await RunAsync(args);

        Assert.Equal((2, string.Empty), (code, output));
        Assert.StartsWith(sentence, error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(c => c == '\n'));
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public async Task Run_DatabaseWithoutItsKeyRing_MakesNone()
    {
        await WithStorageAsync(services => services.GetRequiredService<IRecordStore>().FindAsync(new("a", "b", "c"), Cancellation));

        var (code, _, error) = await RunAsync("audit", "verify");

        Assert.Equal(2, code);
        Assert.StartsWith("There is no key ring at", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Place.KeyRingPath));
    }

    [Fact]
    public async Task KeysNewThenRewrap_WrapsAllDataKeysUnderTheNewOne()
    {
        var box = Array.Empty<byte>();
        await WithStorageAsync(async services => box = await SealAsync(services));

        var (code, output, _) = await RunAsync("keys", "new", "kek");
        var id = await CurrentIdAsync();
        Assert.Equal(0, code);
        Assert.Contains(id, output, StringComparison.Ordinal);

        (code, output, _) = await RunAsync("keys", "rewrap");
        Assert.Equal((0, $"Data keys under {id}: 1 tenants wrapped anew, 0 left as they were, 0 failed.\n"), (code, output));
        (_, output, _) = await RunAsync("keys", "rewrap");
        Assert.Contains("0 tenants wrapped anew, 1 left", output, StringComparison.Ordinal);
        await WithStorageAsync(async services =>
            Assert.Equal([7], await services.GetRequiredService<IVault>().OpenAsync(Name, box, Cancellation)));
    }

    [Fact]
    public async Task KeysRewrap_WithTheOldKeyGone_FailsAndNamesIt()
    {
        await WithStorageAsync(SealAsync);
        var old = await CurrentIdAsync();
        await RunAsync("keys", "new", "kek");
        var lines = await File.ReadAllLinesAsync(Place.KeyRingPath, Cancellation);
        await File.WriteAllLinesAsync(Place.KeyRingPath, lines.Where(line => !line.Contains(old, StringComparison.Ordinal)), Cancellation);

        var (code, output, _) = await RunAsync("keys", "rewrap");

        Assert.Equal(1, code);
        Assert.Contains(old, output, StringComparison.Ordinal);
        Assert.Contains("1 failed", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeysRotateData_GivesATenantANewDataKey()
    {
        await WithStorageAsync(async services =>
        {
            await AddTenantAsync(services, "tenant-1");
            await SealAsync(services);
        });

        var (code, _, error) = await RunAsync("keys", "rotate-data", "--tenant", "tenant-1");
        Assert.Equal((0, string.Empty), (code, error));
        (code, _, error) = await RunAsync("keys", "rotate-data", "--tenant", "tenant-9");
        Assert.Equal((2, "There is no tenant 'tenant-9'.\n"), (code, error));
        await WithStorageAsync(async services => Assert.Equal(2, (await SealAsync(services))[4]));
    }

    [Fact]
    public async Task AuditVerify_AWholeLogThenABrokenOne_SaysSo()
    {
        var head = string.Empty;
        await WithStorageAsync(async services => head = await WriteLogsAsync(services));

        Assert.Equal(
            (0, "Audit log of operator: 1 entries, all as they were written.\n"
                + "Audit log of tenant-1: 3 entries, all as they were written.\n"),
            await VerifyAsync());
        Assert.Equal(0, (await VerifyAsync("--tenant", "tenant-1", "--head", head)).Code);
        Assert.Equal(0, (await VerifyAsync("--tenant", "operator")).Code);

        Execute("""
            UPDATE record SET body = CAST(replace(CAST(body AS TEXT), 'done', 'gone') AS BLOB)
            WHERE id LIKE '%2' AND kind = 'audit-entry'
            """);
        Assert.Equal((1, "Audit log of tenant-1: entry 2 was changed.\n"), await VerifyAsync("--tenant", "tenant-1"));

        Execute("DELETE FROM record WHERE kind LIKE 'audit-%' AND tenant_id = 'tenant-1'");
        Assert.Equal(0, (await VerifyAsync("--tenant", "tenant-1")).Code);
        Assert.Equal(
            (1, "Audit log of tenant-1: entry 1 is cut off: the log once had 3.\n"),
            await VerifyAsync("--tenant", "tenant-1", "--head", head));
    }

    [Fact]
    public async Task Run_WithADamagedKeyRing_FailsAndNamesTheLine()
    {
        await WithStorageAsync(SealAsync);
        await File.AppendAllTextAsync(Place.KeyRingPath, "nonsense\n", Cancellation);

        var (code, _, error) = await RunAsync("keys", "rewrap");

        Assert.Equal(1, code);
        Assert.Contains("line 5: the purpose is none of kek, mac", error, StringComparison.Ordinal);
    }

    private static Task<byte[]> SealAsync(IServiceProvider services) =>
        services.GetRequiredService<IVault>().SealAsync(Name, new byte[] { 7 }, Cancellation).AsTask();

    private static async Task AddTenantAsync(IServiceProvider services, string id) =>
        await services.GetRequiredService<IRecordStore>().WriteAsync(
            [new RecordWrite.Add(new() { Key = new(RecordKinds.Tenant, RecordKey.Operator, id), Body = new byte[] { 1 } })], Cancellation);

    private static async Task<string> WriteLogsAsync(IServiceProvider services)
    {
        await AddTenantAsync(services, "tenant-1");
        var log = services.GetRequiredService<IAuditLog>();
        foreach (var tenantId in new[] { "tenant-1", "tenant-1", "tenant-1", RecordKey.Operator })
        {
            await log.WriteAsync(
                new() { TenantId = tenantId, Actor = "service", Action = "a", Subject = "b", Outcome = "done" }, [], Cancellation);
        }

        var newest = await services.GetRequiredService<IAuditTrail>().ListAsync("tenant-1", null, 1, Cancellation);
        return $"{newest[0].Sequence}:{newest[0].Mac}";
    }

    private async Task<string> CurrentIdAsync() => KeyRing.Parse(await File.ReadAllTextAsync(Place.KeyRingPath, Cancellation), "ring")
        .Current(KeyRing.KeyEncryption).Id;

    private async Task<(int Code, string Output)> VerifyAsync(params string[] arguments)
    {
        var (code, output, error) = await RunAsync(["audit", "verify", .. arguments]);
        Assert.Empty(error);
        return (code, output);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await using var error = new StringWriter { NewLine = "\n" };
        var hasFolder = args.Any(word => word.StartsWith("--Connectors:DataFolder", StringComparison.Ordinal));
        var code = await CommandLine.RunAsync(hasFolder ? args : [.. args, Folder], output, error);
        return (code, output.ToString(), error.ToString());
    }

    private async Task WithStorageAsync(Func<IServiceProvider, Task> work)
    {
        await using var services = new ServiceCollection().AddLogging().AddSqliteStorage(Place).BuildServiceProvider();
        await work(services);
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Place.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of the test.
        command.CommandText = sql;
#pragma warning restore CA2100
        Assert.True(command.ExecuteNonQuery() > 0);
    }
}
