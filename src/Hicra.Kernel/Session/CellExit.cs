using System.ComponentModel;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Hicra.Kernel.Session;

/// <summary>
/// What compiled cells call instead of <see cref="Environment.Exit"/> and <see cref="Environment.FailFast(string)"/>: the process is not
/// theirs, and its end would take the notebook, its variables and its outputs along.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellExit
{
    private const string Remedy = "would end the process that holds the notebook; to end the cell, return or throw an exception";

    /// <summary>Instead of <see cref="Environment.Exit"/>.</summary>
    /// <exception cref="CellExitException">Always.</exception>
    public static void Exit(int exitCode) => throw new CellExitException(FormattableString.Invariant($"Environment.Exit({exitCode}) {Remedy}"));

    /// <summary>Instead of <see cref="Environment.FailFast(string)"/>.</summary>
    /// <exception cref="CellExitException">Always.</exception>
    public static void FailFast(string? message) => throw new CellExitException($"Environment.FailFast {Remedy}{(message is null ? "" : $" ({message})")}");

    /// <summary>Instead of <see cref="Environment.FailFast(string, Exception)"/>.</summary>
    /// <exception cref="CellExitException">Always.</exception>
    public static void FailFastOf(string? message, Exception? exception) => throw new CellExitException($"Environment.FailFast {Remedy}{(message is null ? "" : $" ({message})")}", exception);

    /// <summary>Takes the exit code of a program's <c>Main</c>.</summary>
    /// <exception cref="CellExitException">It is not 0, which says that the program failed.</exception>
    public static void Returned(int exitCode)
    {
        if (exitCode != 0) throw new CellExitException(FormattableString.Invariant($"Main returned {exitCode}, which says that it failed"));
    }

    /// <summary>Puts the calls into a compiled function.</summary>
    internal static void Weave(MethodDefinition method)
    {
        foreach (Instruction instruction in method.Body.Instructions)
        {
            if (instruction.Operand is not MethodReference { DeclaringType.FullName: "System.Environment" } called) continue;
            string? own = (called.Name, called.Parameters.Count) switch { ("Exit", 1) => nameof(Exit), ("FailFast", 1) => nameof(FailFast), ("FailFast", 2) => nameof(FailFastOf), _ => null };
            if (own is not null) instruction.Operand = method.Module.ImportReference(typeof(CellExit).GetMethod(own));
        }
    }
}

/// <summary>A cell wanted to end the process, or the program in it says that it failed.</summary>
public sealed class CellExitException : HicraException
{
    /// <summary>Creates the exception.</summary>
    public CellExitException(string message, Exception? inner = null) : base(message, inner!) { }
}
