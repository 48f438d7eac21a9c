using System.Text.Json;
using Connectors.Core.Sessions;
using Connectors.Core.Sessions.Crossing;

namespace Connectors.Tests.Core.Sessions.Crossing;

public sealed class ParcelJsonTests
{
    [Fact]
    public void Parcel_OfANewerVersion_IsReadWithoutWhatIsUnknown()
    {
        const string Newer = """{"Reason":"full","Message":null,"Advice":{"Wait":5}}""";

        Assert.Equal(new CommandOutcome("full", null), JsonSerializer.Deserialize(Newer, ParcelJson.Default.CommandOutcome));
    }
}
