namespace Hillock.Onnx.Tests;

/// <summary>Real models that lie beside the project on machines of ours; tests that need them are skipped where they do not.</summary>
internal static class SharedModels
{
    /// <summary>The folder; null where there is none.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>All of them, for theories.</summary>
    public static TheoryData<string> Names =>
        [.. (Folder is null ? [""] : Directory.GetFiles(Folder, "*.onnx")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>The path of one; ends the test as skipped where there is none.</summary>
    public static string At(string name)
    {
        Assert.SkipWhen(Folder is null, "there is no folder shared/models here");
        return Path.Combine(Folder!, name);
    }

    private static string? Find()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Directory.Exists(Path.Combine(at.FullName, "shared", "models"))) return Path.Combine(at.FullName, "shared", "models");
        return null;
    }
}
