using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Hillock.Cli.Tests;

/// <summary>The tool from end to end, on real data, with its JSON checked.</summary>
public sealed class TrainTests
{
    private static (ToolResult Result, JsonElement Report) Train(TemporaryFolder folder, params string[] arguments)
    {
        ToolResult result = ToolProcess.Run(["train", "--out", folder["out"], "--threads", "1", .. arguments]);
        Assert.True(result.Status is 0 or 1, result.Error);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder["out"], "report.json")));
        return (result, document.RootElement.Clone());
    }

    [Fact]
    public void Digits_are_learned_by_relu_and_the_report_follows_the_contract()
    {
        using TemporaryFolder folder = new();
        (ToolResult result, JsonElement report) = Train(folder, "--network", "32,16", "--activation", "relu,sigmoid", "--epochs", "8");
        Assert.Equal("hillock.report/1", report.GetProperty("schema").GetString());
        JsonElement data = report.GetProperty("data");
        Assert.Equal(("digits", 64, 10), (data.GetProperty("name").GetString(), data.GetProperty("features").GetInt32(), data.GetProperty("classes").GetInt32()));
        Assert.Equal(1797, data.GetProperty("train").GetInt32() + data.GetProperty("validation").GetInt32() + data.GetProperty("test").GetInt32());
        JsonElement[] runs = [.. report.GetProperty("runs").EnumerateArray()];
        Assert.Equal(["relu", "sigmoid"], runs.Select(run => run.GetProperty("activation").GetString()));
        JsonElement relu = runs[0];
        Assert.InRange(relu.GetProperty("test").GetProperty("accuracy").GetDouble(), 0.85, 1);
        Assert.Equal(8, relu.GetProperty("history").GetArrayLength());
        JsonElement[] layers = [.. relu.GetProperty("layers").EnumerateArray()];
        Assert.Equal(["hidden1", "hidden2"], layers.Select(layer => layer.GetProperty("name").GetString()));
        Assert.Equal([32, 16], layers.Select(layer => layer.GetProperty("units").GetInt32()));
        Assert.InRange(layers[0].GetProperty("zeroFraction").GetDouble(), 0.2, 0.9);
        Assert.Equal(0, layers[0].GetProperty("saturatedFraction").GetDouble());
        Assert.Contains("relu learned", result.Output, StringComparison.Ordinal);
        Assert.Contains("report.html", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_gives_the_same_json_but_for_seconds()
    {
        using TemporaryFolder folder = new();
        string[] Lines()
        {
            Train(folder, "--network", "16x2", "--activation", "tanh", "--epochs", "3", "--lr", "0.1");
            return [.. File.ReadAllLines(Path.Combine(folder["out"], "report.json")).Where(line => !line.Contains("\"seconds\"", StringComparison.Ordinal))];
        }

        Assert.Equal(Lines(), Lines());
    }

    [Fact]
    public void A_deep_sigmoid_network_is_found_to_have_lost_its_gradient()
    {
        using TemporaryFolder folder = new();
        (ToolResult result, JsonElement report) = Train(folder,
            "--network", "32x9", "--activation", "sigmoid", "--epochs", "6", "--lr", "0.1", "--fail-on", "error");
        Assert.Equal(1, result.Status);
        JsonElement finding = Assert.Single(report.GetProperty("runs")[0].GetProperty("findings").EnumerateArray(),
            f => f.GetProperty("rule").GetString() == "vanishing-gradient" && f.GetProperty("layer").GetString() == "hidden1");
        Assert.Equal("error", finding.GetProperty("severity").GetString());
        Assert.Contains("sigmoid did not learn", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_that_diverges_finishes_with_a_finding_that_says_where()
    {
        using TemporaryFolder folder = new();
        (ToolResult result, JsonElement report) = Train(folder,
            "--network", "32x4", "--activation", "exponential", "--epochs", "4", "--lr", "1", "--scale", "x100");
        JsonElement run = report.GetProperty("runs")[0];
        JsonElement finding = Assert.Single(run.GetProperty("findings").EnumerateArray(), f => f.GetProperty("rule").GetString() == "non-finite");
        Assert.Equal("error", finding.GetProperty("severity").GetString());
        Assert.True(run.GetProperty("nonFinite").GetProperty("step").GetInt32() >= 1);
        Assert.Contains("diverged", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_messy_table_is_read_trained_on_saved_and_predicted()
    {
        using TemporaryFolder folder = new();
        Random random = new(7);
        IEnumerable<string> rows = Enumerable.Range(0, 300).Select(_ =>
        {
            double size = random.NextDouble();
            string colour = random.Next(3) switch { 0 => "red", 1 => "\"blue, dark\"", _ => "" };
            string weight = random.Next(10) == 0 ? "NA" : FormattableString.Invariant($"{size * 3 + random.NextDouble():F3}");
            return FormattableString.Invariant($"{size:F4},{colour},{weight},{(size > 0.5 ? "large" : "small")}");
        });
        string table = folder.Write("messy.csv", "\uFEFFsize,colour,weight,kind\r\n" + string.Join("\r\n", rows) + "\r\n\r\n");
        (_, JsonElement report) = Train(folder, "--data", table, "--label", "kind", "--network", "16", "--activation", "relu", "--epochs", "20");
        Assert.InRange(report.GetProperty("runs")[0].GetProperty("test").GetProperty("accuracy").GetDouble(), 0.85, 1);

        string fresh = folder.Write("fresh.csv", "size,colour,weight\n0.95,red,3.2\n0.02,,NA\n");
        ToolResult predicted = ToolProcess.Run("predict", Path.Combine(folder["out"], "relu-seed1"), "--data", fresh, "-o", folder["answers.csv"]);
        Assert.True(predicted.Status == 0, predicted.Error);
        string[] answers = File.ReadAllLines(folder["answers.csv"]);
        Assert.Equal(3, answers.Length);
        Assert.StartsWith("large,", answers[1], StringComparison.Ordinal);
        Assert.StartsWith("small,", answers[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_real_label_makes_a_regression()
    {
        using TemporaryFolder folder = new();
        Random random = new(3);
        IEnumerable<string> rows = Enumerable.Range(0, 400).Select(_ =>
        {
            double a = random.NextDouble(), b = random.NextDouble();
            return FormattableString.Invariant($"{a:F4},{b:F4},{2 * a - b + 0.5:F4}");
        });
        string table = folder.Write("real.csv", "a,b,y\n" + string.Join('\n', rows) + "\n");
        (_, JsonElement report) = Train(folder, "--data", table, "--network", "16", "--activation", "tanh", "--epochs", "30");
        JsonElement run = report.GetProperty("runs")[0];
        Assert.Equal(JsonValueKind.Null, run.GetProperty("test").GetProperty("accuracy").ValueKind);
        Assert.True(run.GetProperty("test").GetProperty("loss").GetDouble() < 0.1 * run.GetProperty("constantLoss").GetDouble());
    }

    [Fact]
    public void Convolutions_train_on_the_digits()
    {
        using TemporaryFolder folder = new();
        (_, JsonElement report) = Train(folder, "--network", "conv6k3,pool2,16", "--activation", "relu", "--epochs", "6");
        JsonElement run = report.GetProperty("runs")[0];
        Assert.Equal([6, 16], run.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("units").GetInt32()));
        Assert.InRange(run.GetProperty("test").GetProperty("accuracy").GetDouble(), 0.8, 1);
    }

    [Fact]
    public void Json_on_standard_output_stands_there_alone()
    {
        using TemporaryFolder folder = new();
        ToolResult result = ToolProcess.Run(
            "train", "--out", folder["out"], "--json", "-", "--network", "8", "--activation", "relu", "--epochs", "1", "--lr", "0.1");
        Assert.Equal(0, result.Status);
        using JsonDocument document = JsonDocument.Parse(result.Output);
        Assert.Equal("hillock.report/1", document.RootElement.GetProperty("schema").GetString());
    }

    [Fact]
    public void A_baseline_hides_the_findings_that_were_known()
    {
        using TemporaryFolder folder = new();
        string[] arguments = ["--network", "32x9", "--activation", "sigmoid", "--epochs", "6", "--lr", "0.1", "--fail-on", "error"];
        Assert.Equal(1, Train(folder, arguments).Result.Status);
        File.Copy(Path.Combine(folder["out"], "report.json"), folder["old.json"]);
        Assert.Equal(0, Train(folder, [.. arguments, "--baseline", folder["old.json"]]).Result.Status);
    }

    [Fact]
    public void Ctrl_C_stops_cleanly_and_still_reports()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent with kill");
        using TemporaryFolder folder = new();
        string[] arguments = ["train", "--out", folder["out"], "--network", "32x2", "--activation", "relu", "--epochs", "1000000", "--lr", "0.05"];
        ToolResult result = ToolProcess.RunUntil("epoch ", process => Process.Start("kill", ["-INT", $"{process.Id}"])!.WaitForExit(), arguments);
        Assert.Equal(130, result.Status);
        Assert.Contains("stopped after", result.Output, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder["out"], "report.json")));
        Assert.Equal("interrupted", document.RootElement.GetProperty("runs")[0].GetProperty("end").GetString());
        Assert.True(File.Exists(Path.Combine(folder["out"], "report.html")));
    }

    [Fact]
    public void Findings_are_written_as_sarif()
    {
        using TemporaryFolder folder = new();
        Train(folder, "--network", "16x9", "--activation", "sigmoid", "--epochs", "4", "--lr", "0.1", "--sarif", folder["findings.sarif"]);
        using JsonDocument sarif = JsonDocument.Parse(File.ReadAllBytes(folder["findings.sarif"]));
        JsonElement run = sarif.RootElement.GetProperty("runs")[0];
        Assert.Equal("2.1.0", sarif.RootElement.GetProperty("version").GetString());
        JsonElement result = run.GetProperty("results").EnumerateArray().First(r => r.GetProperty("ruleId").GetString() == "vanishing-gradient");
        Assert.Equal("error", result.GetProperty("level").GetString());
        Assert.Equal("sigmoid-seed1/hidden1", result.GetProperty("locations")[0].GetProperty("logicalLocations")[0].GetProperty("fullyQualifiedName").GetString());
    }

    [Fact]
    public void An_ignored_rule_is_not_reported()
    {
        using TemporaryFolder folder = new();
        string[] arguments = ["--network", "16x9", "--activation", "sigmoid", "--epochs", "4", "--lr", "0.1", "--fail-on", "warning"];
        (ToolResult loud, JsonElement before) = Train(folder, arguments);
        string[] rules = [.. Findings(before).Where(f => f.GetProperty("severity").GetString() != "info").Select(Rule).Distinct()];
        Assert.Equal(1, loud.Status);
        Assert.Contains("vanishing-gradient", rules);

        (ToolResult quiet, JsonElement after) = Train(folder, [.. arguments, .. rules.SelectMany(rule => (string[])["--ignore", rule])]);
        Assert.Equal(0, quiet.Status);
        Assert.DoesNotContain(Findings(after), f => rules.Contains(Rule(f)));

        static IEnumerable<JsonElement> Findings(JsonElement report) => report.GetProperty("runs")[0].GetProperty("findings").EnumerateArray();
        static string Rule(JsonElement finding) => finding.GetProperty("rule").GetString()!;
    }

    [Fact]
    public void Prices_of_hundreds_of_thousands_are_learned_and_predicted_in_their_own_unit()
    {
        using TemporaryFolder folder = new();
        Random random = new(5);
        IEnumerable<string> rows = Enumerable.Range(0, 300).Select(_ =>
        {
            int area = random.Next(30, 200), rooms = random.Next(1, 7);
            return FormattableString.Invariant($"{area},{rooms},{area * 2000.5 + rooms * 10000:F1}");
        });
        string table = folder.Write("prices.csv", "area,rooms,price\n" + string.Join('\n', rows) + "\n");
        (_, JsonElement report) = Train(folder, "--data", table, "--label", "price", "--network", "16", "--activation", "relu", "--epochs", "30");
        JsonElement run = report.GetProperty("runs")[0];
        Assert.True(run.GetProperty("test").GetProperty("loss").GetDouble() < 0.1);
        string fresh = folder.Write("fresh.csv", "area,rooms\n100,3\n");
        Assert.Equal(0, ToolProcess.Run("predict", Path.Combine(folder["out"], "relu-seed1"), "--data", fresh, "-o", folder["answers.csv"]).Status);
        double answer = double.Parse(File.ReadAllLines(folder["answers.csv"])[1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(answer, 200_000, 260_000);
    }

    [Fact]
    public void Every_file_of_a_run_is_left_in_the_output_folder()
    {
        using TemporaryFolder folder = new();
        Train(folder, "--network", "8", "--activation", "leaky_relu(slope=0.2)", "--epochs", "2", "--lr", "0.1");
        string[] files = [.. Directory.EnumerateFiles(folder["out"], "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder["out"], f)).Order(StringComparer.Ordinal)];
        Assert.Contains("report.html", files);
        Assert.Contains("history.jsonl", files);
        Assert.Contains(files, f => f.StartsWith("leaky_relu-slope0.2-seed1", StringComparison.Ordinal) && f.EndsWith("weights.npz", StringComparison.Ordinal));
        Assert.Contains(files, f => f.Contains("tfevents", StringComparison.Ordinal));
        Assert.DoesNotContain(files, f => f.EndsWith(".new", StringComparison.Ordinal));
    }
}
