using System.Collections;
using System.Collections.Specialized;
using System.Data;
using System.Reflection;

namespace Hicra.Kernel.Values;

/// <summary>Anything that can be gone through, whatever interface it has for that.</summary>
/// <param name="ItemType">What its items are declared as.</param>
/// <param name="Count">How many they are; null where it does not know without running.</param>
/// <param name="Items">Goes through them. A sequence that is made while it is read runs with this, in the culture of the cell.</param>
internal sealed record Sequence(Type ItemType, long? Count, IEnumerable<object?> Items)
{
    /// <summary>The value as a sequence; null where it is none. Nothing of it has run yet, but its own count.</summary>
    /// <param name="value">Any value but null.</param>
    /// <param name="isStopping">Whether the cell has been told to stop, so that what the count throws is not to be passed over.</param>
    /// <param name="cancellation">Given to asynchronous sequences.</param>
    public static Sequence? Of(object value, Func<bool> isStopping, CancellationToken cancellation)
    {
        if (value is NameValueCollection names) return new(typeof(DictionaryEntry), names.Count, names.AllKeys.Select(key => (object?)new DictionaryEntry(key ?? "null", names[key])));
        if (value is DataSet set) return new(typeof(DataTable), set.Tables.Count, set.Tables.Cast<object?>());
        Type type = value.GetType();
        Type[] interfaces = type.GetInterfaces();
        if (Argument(interfaces, typeof(IEnumerable<>)) is { } item)
            return new(item, CountOf(value, interfaces, isStopping), item.IsValueType ? Call(nameof(Boxed), item, value) : (IEnumerable<object?>)value);
        if (value is IEnumerable all) return type.GetElementType()?.IsPointer == true ? null : new(typeof(object), CountOf(value, interfaces, isStopping), Boxed(all));
        if (Argument(interfaces, typeof(IAsyncEnumerable<>)) is { } late) return new(late, null, Call(nameof(Awaited), late, value, cancellation));
        if (type.IsGenericType && type.GetGenericTypeDefinition() is { } open && (open == typeof(Memory<>) || open == typeof(ReadOnlyMemory<>)))
        {
            Type element = type.GetGenericArguments()[0];
            return new(element, (int)type.GetProperty("Length")!.GetValue(value)!, Call(open == typeof(Memory<>) ? nameof(OfMemory) : nameof(OfReadOnlyMemory), element, value));
        }
        return null;
    }

    /// <summary>Whether going through it runs nothing of the reader's: an array, or one of .NET's collections that hold their items.</summary>
    public static bool IsHeld(object value)
    {
        Type type = value.GetType();
        return type.IsArray || (Framework.Has(type) && (type.IsGenericType ? type.GetGenericTypeDefinition() : type).IsVisible
            && (value is ICollection || type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() is { } open && (open == typeof(ICollection<>) || open == typeof(IReadOnlyCollection<>)))));
    }

    // A type that goes through several kinds of items is asked for the first.
    private static Type? Argument(Type[] interfaces, Type open) =>
        interfaces.FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == open)?.GetGenericArguments()[0] is { IsByRefLike: false, IsPointer: false } argument ? argument : null;

    // Half-finished collections throw here, and can be gone through all the same.
    private static long? CountOf(object value, Type[] interfaces, Func<bool> isStopping)
    {
        try
        {
            if (value is Array array) return array.LongLength;
            if (value is ICollection collection) return collection.Count;
            Type? counted = interfaces.FirstOrDefault(i => i.IsGenericType && (i.GetGenericTypeDefinition() == typeof(ICollection<>) || i.GetGenericTypeDefinition() == typeof(IReadOnlyCollection<>)));
            return counted?.GetProperty("Count")?.GetValue(value, BindingFlags.DoNotWrapExceptions, null, null, null) as int?;
        }
        catch (Exception) when (!isStopping()) { return null; }
    }

    private static IEnumerable<object?> Call(string method, Type item, params object[] arguments) =>
        (IEnumerable<object?>)typeof(Sequence).GetMethods(BindingFlags.Static | BindingFlags.NonPublic).Single(m => m.Name == method && m.IsGenericMethod).MakeGenericMethod(item).Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;

    private static IEnumerable<object?> Boxed<T>(IEnumerable<T> items)
    {
        foreach (T item in items) yield return item;
    }

    private static IEnumerable<object?> Boxed(IEnumerable items)
    {
        foreach (object? item in items) yield return item;
    }

    // The cell waits for each item here, where an interrupt finds it; what the sequence awaits goes on beside it.
    private static IEnumerable<object?> Awaited<T>(IAsyncEnumerable<T> items, CancellationToken cancellation)
    {
        IAsyncEnumerator<T> all = items.GetAsyncEnumerator(cancellation);
        try
        {
            while (Next(all.MoveNextAsync())) yield return all.Current;
        }
        finally { all.DisposeAsync().AsTask().GetAwaiter().GetResult(); }
    }

    private static bool Next(ValueTask<bool> step) => step.IsCompleted ? step.GetAwaiter().GetResult() : step.AsTask().GetAwaiter().GetResult();

    private static IEnumerable<object?> OfMemory<T>(Memory<T> items) => OfReadOnlyMemory<T>(items);

    private static IEnumerable<object?> OfReadOnlyMemory<T>(ReadOnlyMemory<T> items)
    {
        for (int i = 0; i < items.Length; i++) yield return items.Span[i];
    }
}
