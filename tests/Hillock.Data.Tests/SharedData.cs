namespace Hillock.Data.Tests;

/// <summary>Real data that lie beside a checkout on some machines; tests that need them are skipped on others.</summary>
internal static class SharedData
{
    private static readonly string? Root = Find();

    public static string PathTo(params string[] parts)
    {
        Assert.SkipUnless(Root is not null, "there is no folder shared/data above the tests");
        return Path.Combine([Root, .. parts]);
    }

    private static string? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Directory.Exists(Path.Combine(folder.FullName, "shared", "data"))) return Path.Combine(folder.FullName, "shared", "data");
        return null;
    }
}
