using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Hillock.Bench.Functions.Peers;

/// <summary>
/// A call of one of libtorch's own operators into a preallocated result. TorchSharp hands out results in new memory only; libtorch's
/// out= forms are exported from its library, and a TorchSharp tensor's handle is the at::Tensor* they take.
/// </summary>
internal sealed unsafe class TorchOperator : IDisposable
{
    private readonly nint _function;
    private readonly nint[] _arguments;
    private readonly List<IDisposable> _owned;
    private readonly object[] _alive;
    private TorchOperator? _next;

    private TorchOperator(nint function, nint[] arguments, List<IDisposable> owned, object[] alive)
    {
        (_function, _arguments, _owned, _alive) = (function, arguments, owned, alive);
    }

    /// <summary>
    /// at::_ops::name::call with these arguments: tensors, numbers (at::Scalar), whole numbers, types, truth values and texts; the last is the tensor for the
    /// result. Null where the library does not export it under the name that GCC and Clang give it on Linux.
    /// </summary>
    public static TorchOperator? Bind(string name, params object[] arguments)
    {
        if (!OperatingSystem.IsLinux() || Library.Value == 0 || !NativeLibrary.TryGetExport(Library.Value, Symbol(name, arguments), out nint function))
            return null;
        List<nint> words = [];
        List<IDisposable> owned = [];
        foreach (object argument in arguments)
            switch (argument)
            {
                case Tensor tensor:
                    words.Add(tensor.Handle);
                    break;
                case double number:
                    Scalar scalar = number;
                    owned.Add(scalar);
                    words.Add(HandleOf(scalar));
                    break;
                case long whole:
                    words.Add((nint)whole);
                    break;
                case ScalarType type:
                    words.Add((nint)(int)type);
                    break;
                case bool truth:
                    words.Add(truth ? 1 : 0);
                    break;
                case string text:
                    // A std::string_view of libstdc++ travels in two registers: length and characters.
                    NativeText native = new(text);
                    owned.Add(native);
                    words.Add(text.Length);
                    words.Add(native.Pointer);
                    break;
            }

        return new(function, [.. words], owned, arguments);
    }

    /// <summary>Both in turn; null where the second is.</summary>
    public TorchOperator? Then(TorchOperator? next)
    {
        if (next is null)
        {
            Dispose();
            return null;
        }

        _owned.Add(_next = next);
        return this;
    }

    public void Repeat(int times)
    {
        // Without a record for differentiation, as an inference would run.
        using IDisposable mode = inference_mode(true);
        for (int i = 0; i < times; i++)
            for (TorchOperator? each = this; each is not null; each = each._next) each.Call();
        GC.KeepAlive(this);
    }

    private void Call()
    {
        nint[] a = _arguments;
        nint f = _function;
        switch (a.Length)
        {
            case 2: ((delegate* unmanaged<nint, nint, nint>)f)(a[0], a[1]); break;
            case 3: ((delegate* unmanaged<nint, nint, nint, nint>)f)(a[0], a[1], a[2]); break;
            case 4: ((delegate* unmanaged<nint, nint, nint, nint, nint>)f)(a[0], a[1], a[2], a[3]); break;
            case 5: ((delegate* unmanaged<nint, nint, nint, nint, nint, nint>)f)(a[0], a[1], a[2], a[3], a[4]); break;
            case 7: ((delegate* unmanaged<nint, nint, nint, nint, nint, nint, nint, nint>)f)(a[0], a[1], a[2], a[3], a[4], a[5], a[6]); break;
            default: throw new NotSupportedException($"An operator of libtorch with {a.Length} words of arguments.");
        }

        GC.KeepAlive(_alive);
    }

    public void Dispose()
    {
        foreach (IDisposable owned in _owned) owned.Dispose();
    }

    // The name by the rules of the Itanium C++ ABI; S_ and its kin stand for parts that came before.
    private static string Symbol(string name, object[] arguments)
    {
        StringBuilder symbol = new($"_ZN2at4_ops{name.Length}{name}4callE");
        bool tensorSeen = false, scalarSeen = false;
        for (int i = 0; i < arguments.Length; i++)
        {
            symbol.Append(arguments[i] switch
            {
                Tensor when i == arguments.Length - 1 => "RS2_",
                Tensor => tensorSeen ? "S4_" : "RKNS_6TensorE",
                double => scalarSeen ? "S8_" : "RKN3c106ScalarE",
                bool => "b",
                long => "l",
                ScalarType => "N3c1010ScalarTypeE",
                _ => "St17basic_string_viewIcSt11char_traitsIcEE",
            });
            tensorSeen |= arguments[i] is Tensor;
            scalarSeen |= arguments[i] is double;
        }

        return symbol.ToString();
    }

    // The library is in the process already: NativeLoader loaded it.
    private static Lazy<nint> Library { get; } = new(() =>
    {
        foreach (System.Diagnostics.ProcessModule module in System.Diagnostics.Process.GetCurrentProcess().Modules)
            if (module.ModuleName == "libtorch_cpu.so" && NativeLibrary.TryLoad(module.FileName, out nint handle)) return handle;
        return 0;
    });

    // A torch::Scalar*, which TorchSharp has but does not show.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Handle")]
    private static extern nint HandleOf(Scalar scalar);

    private sealed class NativeText(string text) : IDisposable
    {
        public nint Pointer { get; } = Marshal.StringToCoTaskMemUTF8(text);

        public void Dispose() => Marshal.FreeCoTaskMem(Pointer);
    }
}
