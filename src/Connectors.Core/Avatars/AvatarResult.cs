namespace Connectors.Core.Avatars;

/// <summary>What a call to LiveAvatar brought: a value or a failure.</summary>
/// <typeparam name="T">The value.</typeparam>
/// <param name="Value">The value; default with a failure.</param>
/// <param name="Failure">Why there is none, or null.</param>
public readonly record struct AvatarResult<T>(T? Value, AvatarFailure? Failure);
