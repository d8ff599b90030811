using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Hicra.Interactive.DotNet;

/// <summary>The variables of the host's C# kernel, by reference. Asked anew at each look, because cells change them.</summary>
internal sealed class CSharpVariables(Kernel root) : IReadOnlyDictionary<string, object?>
{
    private Kernel? CSharp => root is CompositeKernel composite ? composite.ChildKernels.FirstOrDefault(k => k.Name == "csharp") : root;

    public IEnumerable<string> Keys => Send(new RequestValueInfos("csharp", "text/plain+summary")).OfType<ValueInfosProduced>().SelectMany(e => e.ValueInfos).Select(v => v.Name);

    public IEnumerable<object?> Values => Keys.Select(k => this[k]);

    public int Count => Keys.Count();

    public object? this[string key] => TryGetValue(key, out object? value) ? value : throw new KeyNotFoundException(key);

    /// <summary>Lets C# cells use assemblies and namespaces; without a reference a variable of a type of theirs would not come to be, and nobody would say so.</summary>
    /// <exception cref="HicraException">C# did not take them.</exception>
    public async Task ImportAsync(IReadOnlyList<Assembly> assemblies, IEnumerable<string> namespaces)
    {
        if (CSharp is not { } csharp) return;
        string code = string.Concat(assemblies.Select(a => $"#r \"{a.Location}\"\n").Concat(namespaces.Select(n => $"using {n};\n")));
        KernelCommandResult result = await csharp.SendAsync(new SubmitCode(code, csharp.Name)).ConfigureAwait(false);
        if (result.Events.OfType<CommandFailed>().FirstOrDefault() is { } failed) throw new HicraException($"C# cells cannot use the kit: {failed.Message.ReplaceLineEndings(" ")}");
    }

    /// <summary>Leaves a variable, typed as its value.</summary>
    /// <exception cref="HicraException">The host did not take it.</exception>
    public void Set(string name, object value)
    {
        if (CSharp is null) throw new HicraException("--name needs a C# kernel, and this host has none");
        if (!IsIdentifier(name)) throw new HicraException($"--name is '{name}', which is no C# identifier; give a name like run1");
        // The host says nothing where it fails: the variable is read back.
        IReadOnlyList<KernelEvent> events = Send(new SendValue(name, value, new FormattedValue("text/plain", name), "csharp"));
        if (TryGetValue(name, out object? left) && ReferenceEquals(left, value)) return;
        string cause = events.OfType<CommandFailed>().FirstOrDefault()?.Message.ReplaceLineEndings(" ").Trim() is { Length: > 0 } said ? $" ({said})" : "";
        throw new HicraException($"--name {name}: C# did not take the variable{cause}; give a name like run1");
    }

    public bool ContainsKey(string key) => Keys.Contains(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value)
    {
        ValueProduced? found = CSharp is null ? null : Send(new RequestValue(key, "text/plain", "csharp")).OfType<ValueProduced>().FirstOrDefault();
        value = found?.Value;
        return found is not null;
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => Keys.Select(k => KeyValuePair.Create(k, this[k])).ToList().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static bool IsIdentifier(string name) => name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_') && name.All(c => char.IsLetterOrDigit(c) || c == '_');

    // A command's own thread waits here; the host answers such questions beside the running cell.
    private IReadOnlyList<KernelEvent> Send(KernelCommand command) => CSharp is { } csharp ? csharp.SendAsync(command).GetAwaiter().GetResult().Events : [];
}
