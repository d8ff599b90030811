using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Hicra.Interactive.Hosting;

namespace Hicra.Kernel.Values;

/// <summary>What a value says of itself.</summary>
/// <remarks>
/// In the invariant culture: what a notebook shows of a value is the same on every machine, and <c>[ 0.5, 1.5 ]</c> stays two
/// numbers where the comma is in use. What a cell itself writes (<c>Console.WriteLine</c>, interpolated strings, a query that runs
/// while it is shown) follows the cell's culture.
/// </remarks>
internal static partial class OwnText
{
    /// <summary>Its text; null where its type has none, or only the compiler's.</summary>
    /// <param name="value">Any value but null.</param>
    /// <param name="isWhole">Whether there is room for all of an error: its frames, and what caused it.</param>
    /// <exception cref="Exception">Whatever the type's <c>ToString</c> throws.</exception>
    public static string? Of(object value, bool isWhole)
    {
        Type type = value.GetType();
        if (value is Exception error) return isWhole ? string.Join('\n', ErrorText.Lines(error, out _)) : ErrorText.Head(error);
        using KitCulture culture = KitCulture.Enter();
        if (value is IFormattable formattable) return Clean(formattable.ToString(null, CultureInfo.InvariantCulture), type);
        return value is not ITuple && Says(type) ? Clean(value.ToString(), type) : null;
    }

    private static bool Says(Type type)
    {
        // What these say is made of their parts' own texts, which may be names of types.
        if (TypeText.IsAnonymous(type) || Pairs.AreOf(type) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Lazy<>))) return false;
        MethodInfo? method = type.GetMethod(nameof(ToString), BindingFlags.Instance | BindingFlags.Public, Type.EmptyTypes);
        // A record's text is the compiler's: its members say more.
        return method is not null && method.DeclaringType != typeof(object) && method.DeclaringType != typeof(ValueType) && method.DeclaringType != typeof(MarshalByRefObject)
            && !method.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);
    }

    private static string? Clean(string? text, Type type) => string.IsNullOrWhiteSpace(text) || text == type.ToString() ? null : Submission().Replace(text, "");

    // A type of a cell is nested in the class that the compiler makes of the cell.
    [GeneratedRegex(@"Submission(#\d+)?\+")]
    private static partial Regex Submission();
}
