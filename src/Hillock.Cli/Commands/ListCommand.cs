using System.CommandLine;
using Hillock.Cli.Terminal;
using Spectre.Console;

namespace Hillock.Cli.Commands;

/// <summary>hillock list: every function in one table, with as many facts as the terminal has room for.</summary>
internal static class ListCommand
{
    private static readonly FactColumn<Activation>[] OfNumbers =
    [
        new("function", 0, f => f.Name),
        new("parameters", 10, f => FactText.Parameters(f.Parameters)),
        new("f(x)", 13, f => f.Facts.Formula),
        new("range", 1, f => FactText.Range(f.Facts)),
        new("odd", 6, f => f.Facts.ZeroCentred ? "yes" : "–"),
        new("turns at", 4, f => FactText.Numbers(f.Facts.TurningPoints)),
        new("Lipschitz", 5, f => FactText.Number(f.Facts.MaxSlope)),
        new("to −∞", 2, f => FactText.Tail(f.Facts.LowerTail.Kind)),
        new("to +∞", 3, f => FactText.Tail(f.Facts.UpperTail.Kind)),
        new("kinks", 7, f => FactText.Numbers(f.Facts.Kinks)),
        new("PyTorch", 8, f => f.Facts.Names.PyTorch ?? "–"),
        new("Keras", 11, f => f.Facts.Names.Keras ?? "–"),
        new("JAX", 12, f => f.Facts.Names.Jax ?? "–"),
        new("ONNX", 9, f => f.Facts.Names.Onnx ?? "–"),
        new("paper", 14, f => f.Facts.Source.Citation),
    ];

    private static readonly FactColumn<RowActivation>[] OfRows =
    [
        new("over a row", 0, f => f.Name),
        new("parameters", 6, f => FactText.Parameters(f.Parameters)),
        new("y", 1, f => f.Facts.Formula),
        new("PyTorch", 2, f => f.Facts.Names.PyTorch ?? "–"),
        new("Keras", 4, f => f.Facts.Names.Keras ?? "–"),
        new("JAX", 5, f => f.Facts.Names.Jax ?? "–"),
        new("ONNX", 3, f => f.Facts.Names.Onnx ?? "–"),
        new("paper", 7, f => f.Facts.Source.Citation),
    ];

    public static Command Create()
    {
        Option<string?> json = CommonOptions.JsonOption("Every fact of every function as JSON; '-' is standard output.");
        Option<bool> noColor = CommonOptions.NoColorOption();
        Command command = new("list", "Every activation function: range, tails, slope, kinks, papers, and its names in other libraries.") { json, noColor };
        command.SetAction(parsed => Run(parsed.GetValue(json), parsed.GetValue(noColor)));
        return command;
    }

    private static int Run(string? json, bool noColor)
    {
        if (json is not null) FunctionJson.Write(json, Activation.All, RowActivation.All);
        if (json == "-") return ExitCode.Done;
        IAnsiConsole console = Screen.Open(noColor);
        IReadOnlyList<string> hidden = FactColumn<Activation>.Write(console, OfNumbers, Activation.All);
        console.WriteLine();
        FactColumn<RowActivation>.Write(console, OfRows, RowActivation.All);
        console.WriteLine();
        console.WriteLine("odd: zero-centred, f(−x) = −f(x). Lipschitz: sup |f′|, ∞ where f jumps. off, saturates: f′ goes to 0.");
        if (hidden.Count > 0) console.WriteLine($"No room here for {string.Join(", ", hidden)}: a wider terminal shows more, --json - everything.");
        console.WriteLine("hillock show FUNCTION tells all of one.");
        return ExitCode.Done;
    }
}
