namespace Hillock.Lab;

/// <summary>A claim of the notes as an experiment: one file each in Claims/, and a line in <see cref="Catalogue"/>.</summary>
public interface IClaim
{
    /// <summary>The name on the command line: "saturation".</summary>
    string Id { get; }

    /// <summary>The claim in one sentence.</summary>
    string Statement { get; }

    /// <summary>What is asked of the networks.</summary>
    string Question { get; }

    /// <summary>How it is asked: networks, data, steps, seeds.</summary>
    string Method { get; }

    /// <summary>What the experiment does not show.</summary>
    string Limits { get; }

    /// <summary>Runs the experiment.</summary>
    Evidence Measure(LabBench bench);

    /// <summary>The rule: the verdict from the numbers of <see cref="Evidence.Numbers"/> and nothing else.</summary>
    Ruling Judge(IReadOnlyDictionary<string, double> numbers);
}
