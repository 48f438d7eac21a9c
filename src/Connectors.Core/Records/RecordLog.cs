using Microsoft.Extensions.Logging;

namespace Connectors.Core.Records;

internal static partial class RecordLog
{
    // A destroyed data key, a newer program, or damage.
    [LoggerMessage(1101, LogLevel.Error, "{Kind} {TenantId}/{RecordId} was left out because it could not be read")]
    public static partial void RecordUnreadable(ILogger logger, string kind, string tenantId, string recordId);
}
