using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Connectors.Core.Records;
using Connectors.Core.Tenancy;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Connectors.Server.Api.Http;

/// <summary>Answers of our API.</summary>
internal static class Answer
{
    /// <summary>Tells a problem.</summary>
    public static ProblemAnswer Of(Problem problem) => new(problem);

    /// <summary>Tells a refusal.</summary>
    public static ProblemAnswer Of(Refusal refusal) => new(Problems.Of(refusal));

    /// <summary>Tells a value or a refusal.</summary>
    public static IResult Of<T, TView>(Outcome<T> outcome, Func<T, TView> view, int status = StatusCodes.Status200OK)
        where T : class =>
        outcome.IsDone ? TypedResults.Json(view(outcome.Value), InfoOf<TView>(), statusCode: status) : Of(outcome.Refusal);

    /// <summary>Tells a value with its version as ETag, or a refusal.</summary>
    public static IResult Of<T, TView>(Outcome<Stored<T>> outcome, Func<T, TView> view, int status = StatusCodes.Status200OK)
        where T : class =>
        outcome.IsDone ? Tagged(outcome.Value, view, status) : Of(outcome.Refusal);

    /// <summary>Tells a value with its version as ETag, or that there is none.</summary>
    public static IResult Of<T, TView>(Stored<T>? stored, string what, Func<T, TView> view)
        where T : class =>
        stored is null ? Of(Refusal.NotFound(what)) : Tagged(stored, view, StatusCodes.Status200OK);

    /// <summary>Tells a page.</summary>
    public static IResult Of<T, TView>(RecordPage<T> page, Func<T, TView> view)
        where T : class =>
        Value(new Contracts.Page<TView>([.. page.Values.Select(stored => view(stored.Value))], Paging.Cursor(page.Next)));

    /// <summary>Tells that it is done, or a refusal.</summary>
    public static IResult Done<T>(Outcome<T> outcome)
        where T : class =>
        outcome.IsDone ? TypedResults.NoContent() : Of(outcome.Refusal);

    /// <summary>Tells a value.</summary>
    public static JsonHttpResult<T> Value<T>(T value, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(value, InfoOf<T>(), statusCode: status);

    private static TaggedAnswer Tagged<T, TView>(Stored<T> stored, Func<T, TView> view, int status)
        where T : class =>
        new(Value(view(stored.Value), status), new EntityTagHeaderValue($"\"{stored.Version.ToString(CultureInfo.InvariantCulture)}\""));

    private static JsonTypeInfo<T> InfoOf<T>() => (JsonTypeInfo<T>)ApiJson.Default.GetTypeInfo(typeof(T))!;
}
