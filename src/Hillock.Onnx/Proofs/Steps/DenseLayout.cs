namespace Hillock.Onnx.Proofs.Steps;

/// <summary>Where the vectors of a matrix product lie in its input and output.</summary>
/// <param name="Rows">How many vectors.</param>
/// <param name="Inputs">How many numbers an input vector has.</param>
/// <param name="Outputs">How many an output vector has.</param>
/// <param name="Columns">1 where the vectors are rows of a matrix; else they are its columns, so many in each matrix.</param>
internal sealed record DenseLayout(int Rows, int Inputs, int Outputs, int Columns = 1)
{
    public int InputStride => Columns;

    public int Input(int row, int i) => At(row, i, Inputs);

    public int Output(int row, int o) => At(row, o, Outputs);

    public double[] Vector(double[] values, int row)
    {
        if (Columns == 1) return values.AsSpan(row * Inputs, Inputs).ToArray();
        double[] vector = new double[Inputs];
        for (int i = 0; i < Inputs; i++) vector[i] = values[Input(row, i)];
        return vector;
    }

    private int At(int row, int i, int length) => (row / Columns * length + i) * Columns + row % Columns;
}
