using static TorchSharp.torch;

namespace Hillock.Torch.Treatments;

/// <summary>What went into and came out of a module.</summary>
internal sealed record PassedCall(nn.Module Module, float[] Input, float[] Output, int Samples);
