using System.Net;
using System.Text.Json.Nodes;

namespace Connectors.Integration.Tests.LiveAvatar;

/// <summary>What the API answered.</summary>
internal sealed record RestAnswer(HttpStatusCode Status, JsonObject Body);
