using Microsoft.AspNetCore.Components;

namespace Hillock.Report.Plots;

/// <summary>
/// An activation function (solid) and its derivative (dashed); where it is off or saturates the ground is shaded and says so; kinks and
/// turning points are marked. Reads in grey too: curves differ in their dashes, grounds in their words.
/// </summary>
public sealed partial class FunctionPlot : ComponentBase
{
    private const int Width = 720, Height = 470, Points = 800, Longest = 104;
    private const double LabelHeight = 17;
    private PlotArea _area = null!;
    private IReadOnlyList<TailRegion> _regions = [];
    private PlotPoint[] _value = [], _derivative = [];
    private readonly List<PlacedWord> _words = [];
    private Mark[] _marks = [];
    private (string Text, string Class, double Y)[] _ends = [];

    /// <summary>The function.</summary>
    [Parameter, EditorRequired]
    public required Activation Function { get; set; }

    /// <summary>The stretch of inputs to show; one that fits the function unless given.</summary>
    [Parameter]
    public ValueRange? Range { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        ValueRange window = Range ?? FunctionCurve.Window(Function);
        double[] x = FunctionCurve.Inputs(Function, window, Points);
        double[] f = Array.ConvertAll(x, Function.Value), d = Array.ConvertAll(x, Function.Derivative);
        ValueRange height = FunctionCurve.Height(f.Concat(d), window);
        Tick[] marks = [.. Ticks.Linear(window.Low, window.High, 9).Where(tick => tick.Value >= window.Low && tick.Value <= window.High)];
        Axis across = new() { Title = "x", Low = window.Low, High = window.High, Ticks = marks };
        Axis up = Axis.Linear("", [height.Low, height.High]);
        // A curve at the very border would touch the frame.
        double room = 0.04 * (up.High - up.Low);
        up = up with { Low = up.Low - room, High = up.High + room };
        _area = new(20 + up.Ticks.Max(tick => Svg.Width(tick.Label)), 84, Width - 52, Height - 48, across, up);
        _value = Curve(f);
        _derivative = Curve(d);
        _regions = TailRegion.Of(Function, window);
        _marks = [.. MarksWithin(window, up)];
        _words.Clear();
        PlaceWords();
        double[] wanted = [_area.Y(Last(_value)), _area.Y(Last(_derivative))];
        double[] places = LabelLayout.Spread(wanted, LabelHeight, _area.Top, _area.Bottom);
        _ends = [("f(x)", "run0", places[0]), ("f′(x)", "run1", places[1])];

        PlotPoint[] Curve(double[] y) =>
            [.. x.Zip(y, (at, v) => new PlotPoint(at, v >= up.Low && v <= up.High ? v : double.NaN))];
    }

    private static double Last(PlotPoint[] points) => points.LastOrDefault(point => double.IsFinite(point.Y)).Y;

    private IEnumerable<Mark> MarksWithin(ValueRange window, Axis up)
    {
        bool Seen(double x, double y) => x > window.Low && x < window.High && y >= up.Low && y <= up.High;
        foreach (double kink in Function.Facts.Kinks)
        {
            double left = Function.Value(Math.BitDecrement(kink)), right = Function.Value(Math.BitIncrement(kink)), at = Function.Value(kink);
            bool jumps = Math.Abs(right - left) > 1e-6;
            if (jumps && Seen(kink, left)) yield return new("kink", kink, left, left == at ? "taken" : "left out", "");
            if (jumps && Seen(kink, right)) yield return new("kink", kink, right, right == at ? "taken" : "left out", $"jump at {NumberText.Chosen(kink)}");
            else if (!jumps && Seen(kink, at)) yield return new("kink", kink, at, "taken", $"kink at {NumberText.Chosen(kink)}");
        }

        foreach (double turn in Function.Facts.TurningPoints.Except(Function.Facts.Kinks))
            if (Seen(turn, Function.Value(turn)))
                yield return new("turn", turn, Function.Value(turn), "taken",
                    $"turns at {NumberText.Chosen(turn)}, f = {NumberText.Chosen(Function.Value(turn))}");
    }

    private string Description()
    {
        IEnumerable<string> grounds = _regions.Select(region =>
            $" {Word(region)} from {NumberText.Chosen(region.Range.Low)} to {NumberText.Chosen(region.Range.High)}.");
        return $"f(x) = {Function.Facts.Formula}.{string.Concat(grounds)}{string.Concat(_marks.Where(mark => mark.Text.Length > 0).Select(mark => $" {mark.Text}."))}";
    }

    private static string Word(TailRegion region) => region.Kind == TailKind.Off ? "off" : "saturates";

    // The words of the grounds first: they can stand anywhere in theirs. Then marks, beside their points.
    private void PlaceWords()
    {
        (double X, double Y)[] curves =
        [
            .. _value.Concat(_derivative).Where(point => double.IsFinite(point.Y)).Select(point => (_area.X(point.X), _area.Y(point.Y))),
        ];
        LabelSpace space = new(_area, curves);
        foreach (TailRegion region in _regions)
        {
            double left = _area.X(region.Range.Low), right = _area.X(region.Range.High), width = Svg.Width(Word(region));
            if (right - left < width + 8) continue;
            double x = (left + right - width) / 2;
            (x, double y) = space.Place(Word(region), Enumerable.Range(0, 12).Select(i => (x, _area.Top + 22 + i * (_area.Bottom - _area.Top - 32) / 12)));
            _words.Add(new(Word(region), "ground", x, y));
        }

        foreach (Mark mark in _marks.Where(mark => mark.Text.Length > 0))
        {
            double x = _area.X(mark.X), y = _area.Y(mark.Y), left = x - 9 - Svg.Width(mark.Text);
            (x, y) = space.Place(mark.Text, [(x + 9, y + 19), (x + 9, y - 9), (left, y - 9), (left, y + 19), (x + 9, y + 36), (x + 9, y - 26), (left, y - 26), (left, y + 36)]);
            _words.Add(new(mark.Text, "note halo", x, y));
        }
    }

    private sealed record Mark(string Class, double X, double Y, string State, string Text);

    private sealed record PlacedWord(string Text, string Class, double X, double Y);
}
