using System.Text;

namespace Hillock.Onnx.Pruning;

/// <summary>A model without its dead units, and the certificate of what was done.</summary>
public sealed class PrunedModel
{
    private readonly OnnxModel _original;
    private readonly OnnxModel _model;

    internal PrunedModel(OnnxModel original, OnnxModel model, Certificate certificate) => (_original, _model, Certificate) = (original, model, certificate);

    /// <summary>What was done.</summary>
    public Certificate Certificate { get; }

    /// <summary>Where the certificate of a model goes.</summary>
    public static string CertificateOf(string model) => Path.ChangeExtension(model, ".certificate.json");

    /// <summary>Writes the model, and beside it the certificate as JSON. A model from which nothing was removed is copied as it is.</summary>
    /// <returns>The certificate's file.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public string Write(string path)
    {
        string json = Certificate.ToJson(), beside = CertificateOf(path);
        if (Certificate.Removed > 0)
        {
            _model.Write(path);
        }
        else if (Path.GetFullPath(path) != Path.GetFullPath(_original.Path))
        {
            // What lies in external files must come along, or the copy is no model.
            if (_original.HasExternalFiles) _original.Write(path);
            else WholeFile.Write(path, stream => stream.Write(File.ReadAllBytes(_original.Path)));
        }

        WholeFile.Write(beside, stream => stream.Write(Encoding.UTF8.GetBytes(json + "\n")));
        return beside;
    }
}
