using System.Text;
using Hillock.Torch;

namespace Hillock.Bench.Functions;

/// <summary>hillock bench functions: every activation function against the libraries that have it.</summary>
internal static class FunctionsBenchmark
{
    public static int Run(string[] args)
    {
        if (args.Any(arg => arg is "--help" or "-h"))
        {
            Console.WriteLine(FunctionsOptions.Help);
            return 0;
        }

        try
        {
            FunctionsOptions options = FunctionsOptions.Parse(args);
            NativeLoader.EnsureLoaded();
            return Run(options);
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or UnauthorizedAccessException or NativeLoadException)
        {
            Console.Error.WriteLine($"hillock bench functions: {exception.Message}");
            return exception is NativeLoadException ? 3 : 2;
        }
    }

    private static int Run(FunctionsOptions options)
    {
        foreach (string file in options.Files) EnsureWritable(file);
        using CancellationTokenSource stop = new();
        Console.CancelKeyPress += (_, pressed) =>
        {
            // The first asks for an orderly end; a second one ends the process.
            pressed.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        };
        using Measurement measurement = new(options);
        // Standard output is the report's where it is asked for there.
        TextWriter output = options.Json == "-" ? Console.Error : Console.Out;
        List<CellResult> results = Measure(options, measurement, new TerminalTable(output), stop.Token);
        FunctionsReport report = new(options, measurement.Peers.ToDictionary(peer => peer.Name, peer => peer.Version), measurement.Accuracy, results);
        output.WriteLine();
        output.WriteLine($"{Machine.Description}. {options.StatisticText}");
        foreach (string line in report.Summary.Lines()) output.WriteLine(line);
        Write(options.Json, report.Json());
        Write(options.Markdown, MarkdownTables.Of(report));
        Write(options.Svg, SpeedPicture.Of(results));
        if (!stop.IsCancellationRequested) return 0;
        Console.Error.WriteLine($"hillock bench functions: stopped after {results.Count} of {options.Cells.Count()} cells");
        return 130;
    }

    private static List<CellResult> Measure(FunctionsOptions options, Measurement measurement, TerminalTable table, CancellationToken stop)
    {
        List<CellResult> results = [];
        Cell[] cells = [.. options.Cells];
        try
        {
            foreach (Cell cell in cells)
            {
                table.Announce(cell, results.Count, cells.Length);
                results.Add(measurement.Measure(cell, stop));
                table.Add(results[^1]);
            }
        }
        catch (OperationCanceledException)
        {
            // What was measured so far is shown and written all the same.
        }

        table.End();
        return results;
    }

    // Better now than after a quarter of an hour.
    private static void EnsureWritable(string file)
    {
        if (Directory.Exists(file)) throw new IOException($"'{file}' is a folder; give a file's name");
        string beside = $"{Path.GetFullPath(file)}.{Guid.NewGuid():N}.tmp";
        Directory.CreateDirectory(Path.GetDirectoryName(beside)!);
        File.Create(beside, 1, FileOptions.DeleteOnClose).Dispose();
    }

    private static void Write(string? file, string? text)
    {
        if (file is null || text is null) return;
        if (file == "-") Console.Out.WriteLine(text);
        else WholeFile.Write(file, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }
}
