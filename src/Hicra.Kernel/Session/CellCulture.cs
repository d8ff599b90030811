using System.ComponentModel;
using System.Globalization;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Hicra.Kernel.Session;

/// <summary>
/// The cultures that a cell has set for itself: they hold for the cells that follow, as in one long program. .NET forgets them at the
/// end of the asynchronous function that a cell is, so compiled cells call this instead of <see cref="CultureInfo"/>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CellCulture
{
    private CultureInfo? _culture, _ui;

    internal CellCulture()
    {
    }

    /// <summary>Sets the culture of the running code; that of the cells that follow too, where it is the cell's own thread and no task of it.</summary>
    public static void Set(CultureInfo value)
    {
        CultureInfo.CurrentCulture = value;
        if (Own is { } own) own._culture = value;
    }

    /// <summary>Sets the culture of the running code's messages, likewise.</summary>
    public static void SetUI(CultureInfo value)
    {
        CultureInfo.CurrentUICulture = value;
        if (Own is { } own) own._ui = value;
    }

    /// <summary>Gives the running code what the cells before have set; without that it has the machine's.</summary>
    internal void Apply()
    {
        if (_culture is { } culture) CultureInfo.CurrentCulture = culture;
        if (_ui is { } ui) CultureInfo.CurrentUICulture = ui;
    }

    /// <summary>Puts the calls into a compiled function.</summary>
    internal static void Weave(MethodDefinition method)
    {
        foreach (Instruction instruction in method.Body.Instructions)
        {
            if (instruction.Operand is not MethodReference { DeclaringType.FullName: "System.Globalization.CultureInfo" } called) continue;
            string? own = called.Name switch { "set_CurrentCulture" => nameof(Set), "set_CurrentUICulture" => nameof(SetUI), _ => null };
            if (own is not null) instruction.Operand = method.Module.ImportReference(typeof(CellCulture).GetMethod(own));
        }
    }

    private static CellCulture? Own => SynchronizationContext.Current is CellRunner ? CellContext.Current?.Session.Culture : null;
}
