using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hillock.Report.Files;

/// <summary>Writes "warning", "converged", "diverged".</summary>
internal sealed class LowerCaseConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where TEnum : struct, Enum;
