using System.Runtime.CompilerServices;
using System.Text;

namespace Hicra.Kernel.Values;

/// <summary>Types as C# writes them.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool", [typeof(byte)] = "byte", [typeof(sbyte)] = "sbyte", [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int", [typeof(uint)] = "uint",
        [typeof(long)] = "long", [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double", [typeof(decimal)] = "decimal", [typeof(char)] = "char", [typeof(string)] = "string", [typeof(object)] = "object", [typeof(void)] = "void",
    };

    // By which interface a type is known that has no name of its own: an iterator, what LINQ or the compiler makes.
    private static readonly Type[] Known = [typeof(IGrouping<,>), typeof(ILookup<,>), typeof(IDictionary<,>), typeof(IReadOnlyDictionary<,>), typeof(ISet<>), typeof(IEnumerable<>), typeof(IAsyncEnumerable<>)];

    /// <summary>The type's name as generated code may use it: the nearest public type for one that is not.</summary>
    public static string Of(Type type)
    {
        while (!type.IsVisible || Chain(type).Any(IsSubmission)) type = type.BaseType ?? typeof(object);
        return Write(type, isFull: true);
    }

    /// <summary>The type's name without namespaces.</summary>
    public static string Short(Type type) => Write(type, isFull: false);

    /// <summary>Whether the compiler made the type for <c>new { ... }</c>.</summary>
    public static bool IsAnonymous(Type type) => type.Name.StartsWith("<>f__AnonymousType", StringComparison.Ordinal) && type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);

    private static string Write(Type type, bool isFull)
    {
        if (Keywords.TryGetValue(type, out string? keyword)) return keyword;
        if (type.IsArray) return Array(type, isFull);
        if (type.IsPointer) return $"{Write(type.GetElementType()!, isFull)}*";
        if (type.IsByRef) return $"ref {Write(type.GetElementType()!, isFull)}";
        if (type.IsGenericParameter || type.IsFunctionPointer) return type.IsFunctionPointer ? "delegate*" : type.Name;
        if (Nullable.GetUnderlyingType(type) is { } value) return $"{Write(value, isFull)}?";
        if (IsAnonymous(type)) return "anonymous";
        if (!isFull && IsNameless(type) && Nameable(type) is { } known) return Write(known, isFull);
        if (type.FullName?.StartsWith("System.Runtime.CompilerServices.Closure", StringComparison.Ordinal) == true) return "object";
        if (IsTuple(type)) return $"({string.Join(", ", type.GetGenericArguments().Select(a => Write(a, isFull)))})";
        return Named(type, isFull);
    }

    // C# writes the outermost rank first.
    private static string Array(Type type, bool isFull)
    {
        var ranks = new StringBuilder();
        for (; type.IsArray; type = type.GetElementType()!) ranks.Append('[').Append(',', type.GetArrayRank() - 1).Append(']');
        return Write(type, isFull) + ranks;
    }

    private static string Named(Type type, bool isFull)
    {
        Type[] arguments = type.GetGenericArguments();
        var text = new StringBuilder(isFull ? "global::" : "");
        if (isFull && type.Namespace is { Length: > 0 } space) text.Append(space).Append('.');
        // Arguments of nested generic types belong to their outer types too; each takes as many as it names.
        int taken = 0;
        bool isFirst = true;
        foreach (Type part in Chain(type).Where(t => !IsSubmission(t)))
        {
            if (!isFirst) text.Append('.');
            isFirst = false;
            int tick = part.Name.IndexOf('`', StringComparison.Ordinal);
            text.Append(tick < 0 ? part.Name : part.Name[..tick]);
            int count = part.GetGenericArguments().Length;
            if (count > taken) text.Append('<').AppendJoin(", ", arguments[taken..count].Select(a => Write(a, isFull))).Append('>');
            taken = count;
        }
        return text.ToString();
    }

    private static IEnumerable<Type> Chain(Type type) => type.DeclaringType is { } outer ? Chain(outer).Append(type) : [type];

    // The class that the compiler makes of a cell.
    private static bool IsSubmission(Type type) => type.DeclaringType is null && type.Namespace is null && type.Name.StartsWith("Submission", StringComparison.Ordinal) && type.Assembly.GetName().Name?.StartsWith("hicra-cell-", StringComparison.Ordinal) == true;

    private static bool IsTuple(Type type) => type.IsGenericType && !type.IsGenericTypeDefinition && type.Namespace == "System" && type.Name.StartsWith("ValueTuple`", StringComparison.Ordinal) && !type.Name.EndsWith('8') && type.Name[^1] != '1';

    // What no reader can have written.
    private static bool IsNameless(Type type) => Chain(type).Any(t => t.Name.Contains('<', StringComparison.Ordinal)) || IsInner(type) || (type.IsGenericType && type.GetGenericArguments().Any(IsInner));

    // .NET's own, and not for others.
    private static bool IsInner(Type type) => !type.IsGenericParameter && Framework.Has(type) && !(type.IsGenericType ? type.GetGenericTypeDefinition() : type).IsVisible;

    private static Type? Nameable(Type type)
    {
        for (Type? known = type.BaseType; known is not null && known != typeof(object) && known != typeof(ValueType); known = known.BaseType)
            if (!IsNameless(known)) return known;
        Type[] all = type.GetInterfaces();
        return Known.Select(k => all.FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == k)).FirstOrDefault(i => i is not null)
            ?? (typeof(System.Collections.IEnumerable).IsAssignableFrom(type) ? typeof(System.Collections.IEnumerable) : null);
    }
}
