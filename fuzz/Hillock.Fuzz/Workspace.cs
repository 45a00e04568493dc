namespace Hillock.Fuzz;

/// <summary>A folder for the files that are tried.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hillock-fuzz-").FullName;

    public string File(string name) => Path.Combine(_folder, name);

    public string Folder(string name) => Directory.CreateDirectory(File(name)).FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
