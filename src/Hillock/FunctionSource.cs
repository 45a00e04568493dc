using System.Globalization;

namespace Hillock;

/// <summary>Where a function comes from.</summary>
/// <param name="Authors">Who introduced it: people, or the library that offers it where nobody published it.</param>
/// <param name="Year">When; null for what is older than any paper.</param>
/// <param name="Title">The paper's title; null where there is none.</param>
public sealed record FunctionSource(string Authors, int? Year = null, string? Title = null)
{
    /// <summary>As a text cites it: "Maas et al. 2013".</summary>
    public string Citation
    {
        get
        {
            string[] people = Authors.Split(", ");
            return Dated(people.Length == 1 ? Authors : people[0] + " et al.");
        }
    }

    /// <summary>"Maas, Hannun and Ng 2013: Rectifier nonlinearities improve neural network acoustic models".</summary>
    public override string ToString() => Dated(Authors) + (Title is null ? "" : ": " + Title);

    private string Dated(string who) => Year is int year ? string.Create(CultureInfo.InvariantCulture, $"{who} {year}") : who;
}
