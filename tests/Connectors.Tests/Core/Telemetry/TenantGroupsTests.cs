using Connectors.Core.Telemetry;

namespace Connectors.Tests.Core.Telemetry;

public sealed class TenantGroupsTests
{
    [Fact]
    public void Group_OfNoTenant_IsOther() => Assert.Equal("other", new TenantGroups().Of(null));

    [Fact]
    public void Groups_MoreThanAreToldApart_CountTogetherFromThereOn()
    {
        var groups = new TenantGroups();
        var names = Enumerable.Range(0, TenantGroups.Most + 2).Select(i => $"group-{i}").ToList();

        var first = names.ConvertAll(groups.Of);
        var again = names.ConvertAll(groups.Of);

        Assert.Equal([.. names.Take(TenantGroups.Most), "other", "other"], first);
        Assert.Equal(first, again);
    }
}
