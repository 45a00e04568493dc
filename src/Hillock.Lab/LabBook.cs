using System.Globalization;
using Hillock.Report;
using Hillock.Report.Books;

namespace Hillock.Lab;

/// <summary>The evidence book: index.html, lab.json, and lab.md with its figures.</summary>
internal static class LabBook
{
    // What the notes say and no experiment is needed for.
    private static readonly string[] Slips =
    [
        "“The derivative of ReLU is exactly 0 when the input is smaller than 0, which causes the unit to never activate, "
            + "rendering it forever useless.” "
            + "Not so: at initialisation every unit has a derivative of 0 for about half of the samples and learns from the other "
                + "half (claim sparsity). "
            + "A unit is lost only when its pre-activation is negative for every sample (claim dying).",
        "“Sigmoid is a bell curve.” The sigmoid is S-shaped; its derivative is the bell curve, with its top of 1/4 at 0.",
        "“In text-related applications the original raw data is already very sparse.” True of counts of words, but untested here: no set of "
            + "texts is part of the lab.",
        "“Sigmoid is rarely ever used” was written of hidden layers; in gates and at the output for two classes it is in use as ever.",
    ];

    /// <summary>Writes the book of these results.</summary>
    public static void Write(LabSettings settings, IReadOnlyList<ClaimResult> results)
    {
        Book book = Of(settings, results);
        BookHtml.Write(book, Path.Combine(settings.Folder, "index.html"));
        BookMarkdown.Write(book, Path.Combine(settings.Folder, "lab.md"), "lab");
        WholeFile.Write(Path.Combine(settings.Folder, "lab.json"), stream => LabJson.Write(results, stream));
    }

    /// <summary>The book of these results.</summary>
    public static Book Of(LabSettings settings, IReadOnlyList<ClaimResult> results)
    {
        string command = settings.Claims.Count == Catalogue.Claims.Count ? "" : string.Concat(settings.Claims.Select(claim => " " + claim.Id));
        int[] counts = [.. Enum.GetValues<ClaimVerdict>().Select(verdict => results.Count(result => result.Ruling.Verdict == verdict))];
        return new()
        {
            Title = "What activation functions do to learning",
            Lead =
            [
                $"Each claim of the notes as an experiment that anybody can run. This is the {(settings.Full ? "full" : "quick")} version on "
                    + $"{settings.Dataset.Name} ({NumberText.Count(settings.Dataset.Train.Count + (settings.Dataset.Test?.Count ?? 0))} samples): "
                    + $"{counts[0]} hold, {counts[1]} hold under a condition, {counts[2]} do not hold. "
                    + "The verdict is computed from the numbers by a rule that stands in the claim's file.",
                "Numbers are mean ± standard deviation over the seeds. Learning rates are chosen by one rule for every function, unless a page says "
                    + "otherwise: the smallest rate of a fixed grid that, after a short trial, comes four fifths as far below the loss of the best "
                    + "constant answer as the best rate does.",
            ],
            Chapters = [.. results.Select(result => Chapter(settings, result))],
            Remarks = [("Slips of the notes", Slips)],
            Command = $"hillock lab{command} {settings.Flags}".TrimEnd(),
        };
    }

    private static BookChapter Chapter(LabSettings settings, ClaimResult result)
    {
        (IClaim claim, Evidence evidence, Ruling ruling) = (result.Claim, result.Evidence, result.Ruling);
        List<(string, string)> after = [.. evidence.Notes.Select(note => ("To be noted", note)), ("What it does not show", claim.Limits)];
        BookTable[] references = evidence.References.Count == 0 ? [] :
        [
            new("Figures of others beside ours", ["figure", "theirs", "ours", "source"],
                [.. evidence.References.Select(figure => (IReadOnlyList<string>)[figure.What, figure.Figure, Ours(figure, evidence),
                    figure.Source])]),
        ];
        return new()
        {
            Id = claim.Id,
            Title = claim.Statement,
            Verdict = ruling.Words,
            Mark = ruling.Verdict switch { ClaimVerdict.Holds => BookMark.Yes, ClaimVerdict.HoldsIf => BookMark.Partly, _ => BookMark.No },
            // After "holds if" the sentence goes on.
            Condition = ruling.Verdict == ClaimVerdict.HoldsIf ? ruling.Condition : char.ToUpperInvariant(ruling.Condition[0])
                + ruling.Condition[1..],
            Before = [("Question", claim.Question), ("Method", claim.Method)],
            Figures = evidence.Figures,
            Tables = [.. evidence.Tables, .. references],
            After = after,
            Command = $"hillock lab {claim.Id} {settings.Flags}".TrimEnd(),
        };
    }

    private static string Ours(ReferenceFigure figure, Evidence evidence)
    {
        if (figure.Number is not { } name || !evidence.Numbers.TryGetValue(name, out double value)) return "–";
        string spread = double.IsFinite(evidence.Numbers[name]) && evidence.Numbers.TryGetValue(name + ".sd", out double deviation) ? $" ± {NumberText.Number(deviation)}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{NumberText.Number(value)}{spread}");
    }
}
