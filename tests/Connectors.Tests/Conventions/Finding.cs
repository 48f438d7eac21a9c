namespace Connectors.Tests.Conventions;

/// <summary>One breach of a convention.</summary>
/// <param name="Rule">Name of the rule, as in the allow-list.</param>
/// <param name="Where">Path from the repository's root, with <c>::Member</c> where the rule is about members.</param>
/// <param name="What">What is wrong, for people.</param>
/// <param name="Size">The measured size where the rule is a budget, else 0.</param>
internal sealed record Finding(string Rule, string Where, string What, int Size = 0);
