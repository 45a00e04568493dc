using System.Diagnostics;

namespace Hillock.Cli.Tests;

/// <summary>Starts the built tool as a user's shell does.</summary>
internal static class ToolProcess
{
    /// <summary>The root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    public static string Program { get; } = Path.Combine(Root, "src", "Hillock.Cli", "bin", "Release", "net10.0", "Hillock.Cli.dll");

    /// <summary>Starts it; the caller waits.</summary>
    public static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    public static ToolResult Run(params string[] arguments) => Run(null, arguments);

    public static ToolResult Run(Action<ProcessStartInfo>? configure, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Program);
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        return Run(start, configure);
    }

    /// <summary>Acts once the tool has written a text to standard output.</summary>
    public static ToolResult RunUntil(string written, Action<Process> act, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        System.Text.StringBuilder output = new();
        bool acted = false;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            output.AppendLine(line);
            if (acted || !line.Contains(written, StringComparison.Ordinal)) continue;
            acted = true;
            act(process);
        }

        process.WaitForExit();
        return new(process.ExitCode, output.ToString(), error.Result);
    }

    public static ToolResult Run(ProcessStartInfo start, Action<ProcessStartInfo>? configure = null)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        configure?.Invoke(start);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return new(process.ExitCode, output.Result, error.Result);
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Hillock.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException("The tests do not lie inside the repository.");
    }
}

/// <summary>What a finished process left.</summary>
internal sealed record ToolResult(int Status, string Output, string Error);
