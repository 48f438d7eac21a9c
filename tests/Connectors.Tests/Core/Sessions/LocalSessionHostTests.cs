using System.Text.Json;
using Connectors.Core.Sessions;
using Connectors.Events;
using Connectors.Testing;

namespace Connectors.Tests.Core.Sessions;

public sealed class LocalSessionHostTests : SessionHostContract, IAsyncLifetime
{
    private readonly SessionWorld _world = new();
    private TaskCompletionSource _starting = new();

    protected override ISessionHost Host => _world.Host;

    protected override int Starts => _world.LiveAvatar.Starts;

    public async ValueTask InitializeAsync() => await _world.AddTenantsAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    protected override SessionSpecification Session(string id) => new()
    {
        Id = id,
        TenantId = "tenant",
        Source = new RoomSource.LiveAvatarRoom(),
        Avatar = new() { AvatarId = "avatar" },
        AvatarCredential = new Secret("avatar-key"),
        ConnectorId = "fake",
        Agent = new(JsonDocument.Parse("{}").RootElement, new Secret("agent-key")),
    };

    protected override void HoldStarts(bool isHeld)
    {
        if (isHeld)
        {
            _starting = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _world.LiveAvatar.Starting = _starting.Task;
        }
        else
        {
            _starting.TrySetResult();
        }
    }

    protected override void Say(string text) => _world.Connector.Agent.Tell(new AgentEvent.UserText(text, text, IsFinal: true));

    protected override IReadOnlyList<string> AgentCalls() => _world.Connector.Agent.Calls;

    protected override Task<T> PassAsync<T>(Task<T> task) => _world.PassAsync(task);
}
