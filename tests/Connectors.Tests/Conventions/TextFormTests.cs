using System.Reflection;

namespace Connectors.Tests.Conventions;

public sealed class TextFormTests
{
    [Fact]
    public void Records_OfTheProduct_HideSpeechAndSecretsInTheirTextForm()
    {
        var assemblies = House.Rooms.Keys.Where(name => Repository.Exists($"src/{name}/{name}.csproj") && name != "Connectors.Sandbox");

        Convention.Hold("text-form", assemblies.SelectMany(name => Assembly.Load(name).GetTypes()).SelectMany(TextForms.Find));
    }

    [Fact]
    public void TextRule_OnARecordThatShowsItsText_Finds()
    {
        Assert.Single(TextForms.Find(typeof(Shown)));
        Assert.Single(TextForms.Find(typeof(ShownStruct)));
        Assert.Single(TextForms.Find(typeof(ShownList)));
        Assert.Empty(TextForms.Find(typeof(Hidden)));
        Assert.Empty(TextForms.Find(typeof(Harmless)));
    }

    private sealed record Shown(string UserText);

    private readonly record struct ShownStruct(Uri SecretUrl);

    private sealed record ShownList(IReadOnlyList<string> Identities)
    {
        public override string ToString() => string.Join(',', Identities);
    }

    private sealed record Hidden(string UserText)
    {
        public override string ToString() => nameof(Hidden);
    }

    private sealed record Harmless(string Context);
}
