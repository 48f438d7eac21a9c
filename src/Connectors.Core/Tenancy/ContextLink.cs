namespace Connectors.Core.Tenancy;

/// <summary>Something that an agent may refer to.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Url">Where it is, 1 to 2,048 characters. For the agent's knowledge only: nobody reads it.</param>
/// <param name="Faq">What is to be found there, up to 5,000 characters.</param>
public sealed record ContextLink(string Id, string Url, string Faq)
{
    /// <summary>The id only.</summary>
    public override string ToString() => Id;
}
