namespace Connectors.Rtc.Tests.Support;

/// <summary>Figures that were measured on the way, in the test's output.</summary>
internal static class Figures
{
    public static void Report(string figure) => TestContext.Current.TestOutputHelper?.WriteLine(figure);
}
