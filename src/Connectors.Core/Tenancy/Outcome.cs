using System.Diagnostics.CodeAnalysis;

namespace Connectors.Core.Tenancy;

/// <summary>What something that was asked for brought: a value or a refusal.</summary>
/// <typeparam name="T">The value.</typeparam>
public readonly record struct Outcome<T>
    where T : class
{
    private Outcome(T? value, Refusal? refusal)
    {
        Value = value;
        Refusal = refusal;
    }

    /// <summary>The value; null with a refusal.</summary>
    public T? Value { get; }

    /// <summary>Why there is no value, or null.</summary>
    public Refusal? Refusal { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsDone => Refusal is null;

    /// <summary>It was done.</summary>
    /// <param name="value">What it brought.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "A return statement is the only use.")]
    public static implicit operator Outcome<T>(T value)
    {
        return new(value, null);
    }

    /// <summary>It was refused.</summary>
    /// <param name="refusal">Why.</param>
    [SuppressMessage("Usage", "CA2225", Justification = "A return statement is the only use.")]
    public static implicit operator Outcome<T>(Refusal refusal)
    {
        return new(null, refusal);
    }
}
