using System.CommandLine;
using Hillock.Cli.Terminal;
using Hillock.Report;
using Spectre.Console;

namespace Hillock.Cli.Commands;

/// <summary>hillock show FUNCTION: formula, facts and a plot of one function.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        Argument<string> function = new("FUNCTION") { Description = "A function's name, with parameters if you like: \"leaky_relu(slope=0.2)\"; also an alias (swish) or another library's name (keras:leaky_relu)." };
        Option<string?> svg = new("--svg") { Description = "Also draw f and f′ into a picture.", HelpName = "FILE" };
        Option<string?> json = CommonOptions.JsonOption("Also write all its facts as JSON; '-' is standard output.");
        Option<bool> noColor = CommonOptions.NoColorOption();
        Command command = new("show", "One function: formula, derivative, facts, and a plot of f and f′.") { function, svg, json, noColor };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(function), parsed.GetValue(svg), parsed.GetValue(json), parsed.GetValue(noColor)));
        return command;
    }

    private static int Run(string text, string? svg, string? json, bool noColor)
    {
        (Activation? ofNumbers, RowActivation? ofRows) = FunctionText.Parse(text);
        if (svg is not null)
        {
            if (ofNumbers is null)
                throw new SpecificationException($"--svg: each result of {ofRows} depends on the whole row, so there is no curve to draw; leave --svg out");
            string picture = ComponentText.RenderSvg<Report.Plots.FunctionPlot>(new Dictionary<string, object?> { ["Function"] = ofNumbers });
            WholeFile.Write(CommonOptions.Writable(svg, "--svg"), stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(picture)));
        }

        if (json is not null) FunctionJson.Write(json, ofNumbers is null ? [] : [ofNumbers], ofRows is null ? [] : [ofRows]);
        if (json == "-") return ExitCode.Done;
        IAnsiConsole console = Screen.Open(noColor);
        if (ofNumbers is not null) Show(ofNumbers, console);
        else Show(ofRows!, console);
        return ExitCode.Done;
    }

    private static void Show(Activation activation, IAnsiConsole console)
    {
        FunctionFacts facts = activation.Facts;
        console.MarkupLineInterpolated($"[bold]{activation}[/]  {facts.Title}");
        string[] aliases = [.. FactText.Aliases(activation)];
        Write(console,
        [
            ("f(x)", facts.Formula),
            ("f′(x)", facts.DerivativeFormula),
            .. Parameters(activation.Parameters, p => activation[p]),
            ("range", FactText.Range(facts)),
            ("sup |f′|", $"{FactText.Number(facts.MaxSlope)}, the Lipschitz constant"),
            ("towards −∞", Tail(facts.LowerTail)),
            ("towards +∞", Tail(facts.UpperTail)),
            ("kinks", facts.Kinks.Count == 0 ? "none" : "at " + FactText.Numbers(facts.Kinks)),
            ("monotone", facts.TurningPoints.Count == 0 ? "yes" : "no, turns at " + FactText.Numbers(facts.TurningPoints)),
            ("zero-centred", facts.ZeroCentred ? "yes, f(−x) = −f(x)" : "no"),
            ("in primitives", facts.Primitives),
            .. Origin(facts.Source, facts.Names, aliases),
        ]);
        console.WriteLine();
        FunctionPlot.Write(activation, console);
    }

    private static void Show(RowActivation function, IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{function}[/]  {function.Facts.Title}, over a row");
        double[] x = [-1, 0.5, 2, 1, -3, 0];
        // maxout takes its row in pieces.
        int pieces = function.Parameters.Count == 0 ? 1 : (int)function[function.Parameters[0].Name];
        int length = 4 % pieces == 0 ? 4 : 6 % pieces == 0 ? 6 : 0;
        string example = $"a row has to be a multiple of {pieces}";
        if (length > 0)
        {
            x = x[..length];
            double[] y = new double[function.OutputLength(length)];
            function.Forward(x, y, length);
            example = $"[{FactText.Numbers(x)}] becomes [{FactText.Numbers(y)}]";
        }

        Write(console,
        [
            ("y", function.Facts.Formula),
            ("dx", function.Facts.BackwardFormula + ", g being dy"),
            .. Parameters(function.Parameters, p => function[p]),
            ("for example", example),
            .. Origin(function.Facts.Source, function.Facts.Names, []),
        ]);
    }

    private static void Write(IAnsiConsole console, IReadOnlyList<(string Name, string Value)> rows)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach ((string name, string value) in rows) grid.AddRow(new Text(name, new Style(decoration: Decoration.Dim)), new Text(value));
        console.Write(grid);
    }

    private static IEnumerable<(string Name, string Value)> Parameters(IReadOnlyList<FunctionParameter> parameters, Func<string, double> value) =>
        parameters.Select(p => (p.Name,
            $"{FactText.Number(value(p.Name))} ({FactText.Number(p.Default)} unless given, {FactText.Number(p.Minimum)} to {FactText.Number(p.Maximum)}"
            + $"{(p.NotZero ? " without 0" : "")}{(p.Learnable ? ", learnable" : "")}): {p.Meaning}"));

    private static IEnumerable<(string Name, string Value)> Origin(FunctionSource source, ForeignNames names, string[] aliases)
    {
        if (aliases.Length > 0) yield return ("also called", string.Join(", ", aliases));
        string[] elsewhere =
        [
            .. new[]
            {
                names.PyTorch is { } t ? $"PyTorch {t}" : null, names.Keras is { } k ? $"Keras {k}" : null, names.Jax is { } j ? $"JAX {j}" : null,
                names.Onnx is { } o ? $"ONNX {o}" : null,
            }.OfType<string>(),
        ];
        yield return ("elsewhere", elsewhere.Length == 0 ? "not in PyTorch, Keras, JAX or ONNX" : string.Join(" · ", elsewhere));
        yield return ("source", source.ToString());
    }

    private static string Tail(Tail tail) => tail.Kind switch
    {
        TailKind.Off => $"off: goes to {FactText.Number(tail.Limit)} by design",
        TailKind.Saturating => $"saturates at {FactText.Number(tail.Limit)}",
        _ => $"goes to {FactText.Number(tail.Limit)}",
    };
}
