using System.Text.Json.Serialization;
using Hillock.Diagnosis;
using Hillock.Runs;

namespace Hillock.Report.Files;

/// <summary>How the records of a run become JSON; generated at build time, so nothing is lost to trimming and nothing reflects at start.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NewLine = "\n",
    Converters =
    [
        typeof(FiniteConverter), typeof(OneLineConverter<int>), typeof(OneLineConverter<long>),
        typeof(LowerCaseConverter<Severity>), typeof(LowerCaseConverter<Grade>), typeof(LowerCaseConverter<RunEnd>),
    ])]
[JsonSerializable(typeof(RunReport))]
[JsonSerializable(typeof(HistoryLine))]
internal sealed partial class RunsJsonContext : JsonSerializerContext;
