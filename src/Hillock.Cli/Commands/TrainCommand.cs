using System.CommandLine;
using System.Globalization;
using Hillock.Cli.Train;
using Hillock.Data;
using Hillock.Networks;
using Hillock.Torch.Training;

namespace Hillock.Cli.Commands;

/// <summary>hillock train: trains networks side by side, watches them, and says how each did.</summary>
internal static class TrainCommand
{
    private const string Description = """
        Train networks side by side, watch every hidden layer, and say how each did and why.

        Examples:
          hillock train                                        digits, sigmoid against relu against leaky_relu
          hillock train --activation tanh,elu --network 128x4 --epochs 20
          hillock train --data table.csv --label price         regression, since a price is a real number
          hillock train --data mnist:DIR --network conv6k5,pool2,conv16k5,pool2,120,84
        """;

    public static Command Create()
    {
        Command command = new("train", Description);
        Option<T> Add<T>(string name, string description, T value, string helpName)
        {
            Option<T> option = new(name) { Description = description, DefaultValueFactory = _ => value, HelpName = helpName };
            command.Add(option);
            return option;
        }

        Option<string> data = Add("--data", "digits · fashion-mnist · mnist:DIR · cifar10:DIR · circle(noise=0.1) · blobs(std=2) · a .csv, .npy, .npz or IDX file, or a folder.", "digits", "NAME|PATH");
        Option<string?> label = Add<string?>("--label", "The label's column in a table, by name or by index from 0 (the last unless given).", null, "COLUMN");
        Option<string?> scale = Add<string?>("--scale", "raw · unit (by the format's largest value) · standard (mean 0, deviation 1) · x100; unit for images, standard for tables, raw for circle and blobs unless given.", null, "KIND");
        Option<string> network = Add("--network", "Hidden layers: 64 · 64x10 (ten of 64) · conv6k5 · pool2 · flatten · bn, separated by commas.", "64x10", "TEXT");
        Option<string> activation = Add("--activation", "One or several, separated by commas; each is trained from the same seed on the same batches.", "sigmoid,relu,leaky_relu", "A[,A…]");
        Option<string> init = Add("--init", $"{string.Join(" · ", Initialiser.Names)}.", "he_uniform", "TEXT");
        Option<string?> outputInit = Add<string?>("--output-init", "The same for the last layer (as --init unless given).", null, "TEXT");
        Option<string> optimizer = Add("--optimizer", "sgd · momentum(beta=0.9) · adam(beta1=,beta2=) · rmsprop(rho=) · adagrad.", "sgd", "TEXT");
        Option<string> rate = Add("--lr", "The learning rate, or auto: a short trial of each rate of a fixed grid; the smallest that does nearly as well as the best, by the same rule for every activation.", "auto", "X|auto");
        Option<string> weightDecay = Add("--weight-decay", "L2 penalty on the weights.", "0", "X");
        Option<string?> clip = Add<string?>("--clip", "Clip the gradient to this norm.", null, "X");
        Option<string> l1 = Add("--l1", "L1 penalty on the activations, for sparse codes.", "0", "X");
        Option<string> l1Weights = Add("--l1-weights", "L1 penalty on the weights.", "0", "X");
        Option<int> batch = Add("--batch", "Samples in a batch.", 32, "N");
        Option<int> epochs = Add("--epochs", "Passes over the training part.", 40, "N");
        Option<string?> loss = Add<string?>("--loss", "cross_entropy for classes, mse for real labels unless given; mae, bce.", null, "TEXT");
        Option<string> outputActivation = Add("--output-activation", "The activation of the output layer.", "identity", "A");
        Option<string> seed = Add("--seed", "One or several seeds, separated by commas.", "1", "N[,N…]");
        Option<bool> cure = new("--cure") { Description = "Treat what the diagnosis finds while it trains; keep a treatment only if it helps." };
        command.Add(cure);
        Option<string?> resume = Add<string?>("--resume", "Go on with the training that was interrupted in this output folder; needs no other option.", null, "DIR");
        Option<bool> checkOnly = new("--check-only") { Description = "Judge initialisation, data scale and output before the first step, and stop." };
        command.Add(checkOnly);
        Option[] own = [.. command.Options];
        Func<ParseResult, CommonOptions> common = CommonOptions.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.Run(() => parsed.GetValue(resume) is { } folder
            ? Resume(folder, parsed, cancellation)
            : TrainRunner.Run(Settings(parsed), common(parsed), cancellation)));
        return command;

        int Resume(string folder, ParseResult parsed, CancellationToken cancellation)
        {
            string[] arguments = Checkpoints.Arguments(folder);
            ParseResult earlier = Earlier(command, arguments, parsed, folder, [.. own.Where(option => option != resume)]);
            CommonOptions now = common(parsed);
            return TrainRunner.Run(
                Settings(earlier) with { Resumes = true, Arguments = arguments }, now.After(common(earlier)) with { Out = folder }, cancellation);
        }

        TrainSettings Settings(ParseResult parsed) => new()
        {
            Data = parsed.GetRequiredValue(data),
            Label = parsed.GetValue(label),
            Scale = parsed.GetValue(scale) is { } kind ? ParseScale(kind) : null,
            Network = NetworkSpec.Parse(parsed.GetRequiredValue(network)),
            Activations = Distinct(SplitList(parsed.GetRequiredValue(activation)).Select(Activation.Parse), a => a.ToString(), "--activation"),
            Initialiser = Initialiser.Parse(parsed.GetRequiredValue(init)),
            OutputInitialiser = Initialiser.Parse(parsed.GetValue(outputInit) ?? parsed.GetRequiredValue(init)),
            Optimizer = OptimizerSpec.Parse(parsed.GetRequiredValue(optimizer)),
            LearningRate = ParseRate(parsed.GetRequiredValue(rate)),
            WeightDecay = NotNegative(parsed.GetRequiredValue(weightDecay), "--weight-decay"),
            Clip = parsed.GetValue(clip) is { } norm ? Positive(norm, "--clip") : null,
            L1 = NotNegative(parsed.GetRequiredValue(l1), "--l1"),
            L1Weights = NotNegative(parsed.GetRequiredValue(l1Weights), "--l1-weights"),
            Batch = CommonOptions.Positive(parsed.GetValue(batch), "--batch"),
            Epochs = CommonOptions.Positive(parsed.GetValue(epochs), "--epochs"),
            Loss = parsed.GetValue(loss),
            OutputActivation = Activation.Parse(parsed.GetRequiredValue(outputActivation)),
            Seeds = Distinct(SplitList(parsed.GetRequiredValue(seed)).Select(ParseSeed), s => s, "--seed"),
            CheckOnly = parsed.GetValue(checkOnly),
            Cure = parsed.GetValue(cure),
            Arguments = [.. parsed.Tokens.Select(token => token.Value)],
        };
    }

    /// <summary>The interrupted command, once it is clear that what is asked for now is no other.</summary>
    private static ParseResult Earlier(Command command, string[] arguments, ParseResult parsed, string folder, Option[] options)
    {
        ParseResult earlier = command.Parse(arguments[1..]);
        if (earlier.Errors.Count > 0) throw new InvalidDataException($"--resume '{folder}': its command cannot be read ({earlier.Errors[0].Message}); train anew without --resume");
        foreach (Option option in options)
        {
            if (parsed.GetResult(option) is not { Implicit: false } given) continue;
            string now = Text(given), then = earlier.GetResult(option) is { Implicit: false } before ? Text(before) : $"{option.GetDefaultValue() ?? "none"}";
            if (now != then)
                throw new InvalidDataException(
                    $"--resume '{folder}': the training there has {option.Name} {then}, not {now}; leave the option out, or train anew without --resume");
        }

        return earlier;

        static string Text(System.CommandLine.Parsing.OptionResult result) => string.Join(' ', result.Tokens.Select(token => token.Value));
    }

    /// <summary>Splits at commas outside parentheses: "leaky_relu(slope=0.2),elu".</summary>
    internal static IReadOnlyList<string> SplitList(string list)
    {
        List<string> items = [];
        int start = 0, depth = 0;
        for (int i = 0; i <= list.Length; i++)
        {
            if (i < list.Length && list[i] == '(') depth++;
            else if (i < list.Length && list[i] == ')') depth--;
            else if (i == list.Length || (list[i] == ',' && depth == 0))
            {
                items.Add(list[start..i].Trim());
                start = i + 1;
            }
        }

        return items;
    }

    // Runs are told apart by activation and seed, in the report and in their folders.
    private static List<T> Distinct<T, TKey>(IEnumerable<T> values, Func<T, TKey> key, string option)
    {
        List<T> list = [.. values];
        if (list.GroupBy(key).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new SpecificationException($"{option}: {twice.Key} is given twice");
        return list;
    }

    internal static ScaleKind ParseScale(string text) =>
        Enum.GetValues<ScaleKind>().Where(kind => string.Equals(kind.ToString(), text, StringComparison.OrdinalIgnoreCase)).Cast<ScaleKind?>().FirstOrDefault()
        ?? throw new SpecificationException($"--scale '{text}': did you mean '{NearestName.Of(text, ["raw", "unit", "standard", "x100"])}'? (raw, unit, standard, x100)");

    private static double? ParseRate(string text) => text == "auto" ? null : Positive(text, "--lr");

    private static int ParseSeed(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int seed)
            ? seed : throw new SpecificationException($"--seed '{text}' is not a whole number");

    private static double Positive(string text, string option) =>
        Number(text, option) is var value && value > 0 ? value : throw new SpecificationException($"{option} {text}: must be a number above 0");

    private static double NotNegative(string text, string option) =>
        Number(text, option) is var value && value >= 0 ? value : throw new SpecificationException($"{option} {text}: must be 0 or a number above it");

    // Without thousands separators: 0,5 is a mistake, not 5.
    private static double Number(string text, string option) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value : throw new SpecificationException($"{option} '{text}' is not a number (such as 0.5 or 1e-3)");
}
