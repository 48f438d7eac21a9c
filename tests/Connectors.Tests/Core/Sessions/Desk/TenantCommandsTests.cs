using System.Text;
using System.Text.Json;
using Connectors.Core.Records;
using Connectors.Core.Sessions.Desk;

namespace Connectors.Tests.Core.Sessions.Desk;

public sealed class TenantCommandsTests : IAsyncLifetime
{
    private readonly SessionWorld _world = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _world.AddTenantsAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task EveryCommand_CarriedOutOrNot_IsInTheAuditLogWithoutItsContent()
    {
        var id = await _world.TalkAsync();
        foreach (var command in new[]
        {
            TenantCommands.Say("content one"), TenantCommands.Interrupt(), TenantCommands.UserText("content two"),
            TenantCommands.AddContext("content three", "content four"),
            TenantCommands.ToolResult("content-five", JsonDocument.Parse("\"content six\"").RootElement, isError: false),
        })
        {
            Assert.True((await _world.Desk.CommandAsync(SessionWorld.Caller, id, command.Value!, Cancellation)).IsDone);
        }

        var entries = await _world.Audit.ListAsync("tenant", null, 5, Cancellation);
        Assert.Equal(
            [
                "session.tool-result unknown-tool-call", "session.context done", "session.text done", "session.interrupt done",
                "session.say done",
            ],
            entries.Select(entry => $"{entry.Event.Action} {entry.Event.Outcome}"));
        Assert.All(entries, entry => Assert.Equal(
            ("key:1", $"session/{id}", "127.0.0.1"), (entry.Event.Actor, entry.Event.Subject, entry.Event.From)));
        Assert.DoesNotContain(
            _world.Records.All.Where(record => record.Key.Kind == RecordKinds.AuditEntry),
            record => Encoding.UTF8.GetString(record.Body.Span).Contains("content", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Command_OfAStranger_LeavesNothingInTheOwnersLog()
    {
        var id = await _world.TalkAsync();
        var before = await _world.Audit.ListAsync("tenant", null, 100, Cancellation);

        await _world.Desk.CommandAsync(SessionWorld.Stranger, id, TenantCommands.Interrupt().Value!, Cancellation);

        Assert.Equal(before.Count, (await _world.Audit.ListAsync("tenant", null, 100, Cancellation)).Count);
    }
}
