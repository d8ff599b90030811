using Hicra.Kernel.Values;

namespace Hicra.Kernel.Session;

/// <summary>An exception as the end of a cell.</summary>
internal static class Traceback
{
    public static CellResult Result(Exception error)
    {
        IReadOnlyList<string> lines = ErrorText.Lines(error, out int? line);
        string name = TypeText.Short(error.GetType());
        // The message as the head has it, which can always be read.
        return new(false, name, ErrorText.Head(error)[(name.Length + 2)..], lines, Line: line);
    }
}
