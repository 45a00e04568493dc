using System.Diagnostics;
using Hillock.Cli.Terminal;
using Hillock.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Hillock.Cli.Train;

/// <summary>A table for each network that changes while it trains.</summary>
internal sealed class LiveView : TrainView
{
    private const int TableWidth = 69;
    private const int SparklineWidth = 12;
    private const int HeadlineWidth = 10;
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(150);

    private readonly IAnsiConsole _console;
    private readonly Stopwatch _clock = new();
    private readonly Dictionary<Contender, List<EpochRecord>> _history = [];
    private readonly BlockingDisplay _display;
    private List<Contender> _contenders = [];
    private TimeSpan _shown = -Refresh;
    private string _status = "";
    private int _epochs;

    public LiveView(IAnsiConsole console)
    {
        _console = console;
        _display = new BlockingDisplay(console);
    }

    public override void Preparing(Activation activation, bool searchesRate)
    {
        _status = searchesRate ? $"{activation}: searching the learning rate …" : $"{activation}: building …";
        _display.Show(new Text(_status));
    }

    public override void Tried(Activation activation, RateTrial trial)
    {
        _status += $"\n  {EpochText.Number(trial.Rate),8}: validation loss {EpochText.Number(trial.ValidationLoss)}";
        _display.Show(new Text(_status));
    }

    public override void Start(IReadOnlyList<Contender> contenders, int epochs)
    {
        _contenders = [.. contenders];
        _epochs = epochs;
        foreach (Contender contender in contenders) _history[contender] = [.. contender.Session.History];
        _clock.Restart();
        _shown = -Refresh;
    }

    public override void EpochDone(Contender contender, EpochRecord epoch)
    {
        _history[contender].Add(epoch);
        double done = Done(_contenders);
        _status = $"epoch {epoch.Epoch}/{_epochs}   {EpochText.TimeLeft(_clock.Elapsed, done)}   (Ctrl-C stops and still reports)";
        if (_clock.Elapsed - _shown < Refresh && done < 1) return;
        _shown = _clock.Elapsed;
        _display.Show(Layout());
    }

    public override void StepDone(Contender contender)
    {
        if (_clock.Elapsed - _shown < Refresh) return;
        _shown = _clock.Elapsed;
        int epoch = (contender.Session.Step - 1) / contender.Session.StepsPerEpoch + 1;
        _status = $"{contender.Activation}: epoch {epoch}/{_epochs}, step {contender.Session.Step}/{contender.Session.Steps}   "
            + $"{EpochText.TimeLeft(_clock.Elapsed, Done(_contenders))}   (Ctrl-C stops and still reports)";
        _display.Show(Layout());
    }

    public override void Finishing() => _display.Show(Layout());

    public override void Dispose()
    {
        _display.Dispose();
        base.Dispose();
    }

    private Spectre.Console.Rows Layout()
    {
        List<IRenderable> tables = [.. _contenders.Select(NetworkTable)];
        int layers = _history.Values.Max(history => history.Count == 0 ? 0 : history[^1].Layers.Count);
        int perRow = Math.Max(1, _console.Profile.Width / TableWidth);
        int rows = (tables.Count + perRow - 1) / perRow;
        // A live display taller than the terminal would scroll: then the networks take turns, a few seconds each.
        if (rows * (layers + 5) + 2 > _console.Profile.Height)
        {
            int turn = (int)(_clock.Elapsed.TotalSeconds / 3) % _contenders.Count;
            tables = [.. Enumerable.Range(0, perRow).Select(i => NetworkTable(_contenders[(turn + i) % _contenders.Count]))];
            return Stack([.. _contenders.Select(Headline), Arranged(tables, perRow), new Text(_status, new Style(decoration: Decoration.Dim))]);
        }

        return Stack(Arranged(tables, perRow), new Text(_status, new Style(decoration: Decoration.Dim)));
    }

    // The name alone would be the core's namespace of functions over rows.
    private static Spectre.Console.Rows Stack(params IEnumerable<IRenderable> parts) => new(parts);

    private static Grid Arranged(List<IRenderable> tables, int perRow)
    {
        Grid grid = new() { Expand = false };
        for (int i = 0; i < Math.Min(perRow, tables.Count); i++) grid.AddColumn(new GridColumn().NoWrap().Padding(0, 0));
        foreach (IRenderable[] row in tables.Chunk(grid.Columns.Count)) grid.AddRow(row);
        return grid;
    }

    private IRenderable Headline(Contender contender)
    {
        List<EpochRecord> history = _history[contender];
        string score = history.Count == 0 ? "" : EpochText.Score(history[^1]);
        string ended = contender.Session.End == RunEnd.Diverged ? "  [red]diverged[/]" : "";
        return new Markup(
            $"[bold]{Markup.Escape(contender.Activation.ToString())}[/]  rate {EpochText.Number(contender.Session.LearningRate)}  {score}  "
            + $"{Sparkline.Of([.. history.Select(e => e.Loss)], HeadlineWidth)}{ended}");
    }

    private Panel NetworkTable(Contender contender)
    {
        List<EpochRecord> history = _history[contender];
        Table table = new Table().Border(TableBorder.None)
            .AddColumn("layer").AddColumn(new TableColumn("silent").RightAligned())
            .AddColumn(new TableColumn("sat lo/hi").RightAligned()).AddColumn(new TableColumn("zeros").RightAligned())
            .AddColumn(new TableColumn("mean").RightAligned()).AddColumn(new TableColumn("gain").RightAligned())
            .AddColumn(new TableColumn("gradient").NoWrap());
        if (history.Count > 0)
            for (int i = 0; i < history[^1].Layers.Count; i++)
            {
                LayerEpoch layer = history[^1].Layers[i];
                double[] gradient = [.. history.Select(e => i < e.Layers.Count ? e.Layers[i].GradientRms ?? double.NaN : double.NaN)];
                table.AddRow(
                    Markup.Escape(layer.Name),
                    layer.Silent > 0 ? $"[red]{layer.Silent}[/]" : "0",
                    layer.SaturatedLow + layer.SaturatedHigh > 0 ? $"[yellow]{layer.SaturatedLow}/{layer.SaturatedHigh}[/]" : "0/0",
                    EpochText.Percent(layer.ZeroFraction), EpochText.Number(layer.MeanOutput), EpochText.Number(layer.GradientGain),
                    Sparkline.Of(gradient, SparklineWidth, logarithmic: true));
            }

        return new Panel(Stack(Headline(contender), table)) { Width = TableWidth, Border = BoxBorder.Rounded, Padding = new Padding(1, 0) };
    }
}
