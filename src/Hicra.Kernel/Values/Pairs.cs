using System.Collections;
using System.Reflection;

namespace Hicra.Kernel.Values;

/// <summary>Items that are a key and its value: those of any dictionary, and the groups of a query.</summary>
internal static class Pairs
{
    /// <summary>Takes an item apart; false where it is no pair.</summary>
    public static bool TryRead(object? item, out object? key, out object? value)
    {
        (key, value) = (null, null);
        if (item is null) return false;
        if (item is DictionaryEntry entry)
        {
            (key, value) = (entry.Key, entry.Value);
            return true;
        }
        Type type = item.GetType();
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
        {
            (key, value) = (Get(type, "Key", item), Get(type, "Value", item));
            return true;
        }
        Type? group = type.GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IGrouping<,>));
        if (group is null) return false;
        (key, value) = (Get(group, "Key", item), item);
        return true;
    }

    /// <summary>Whether items of a type are pairs, also where there is none to look at.</summary>
    public static bool AreOf(Type type) => type == typeof(DictionaryEntry) || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>) || type.GetGenericTypeDefinition() == typeof(IGrouping<,>)));

    private static object? Get(Type type, string property, object item) => type.GetProperty(property)!.GetValue(item, BindingFlags.DoNotWrapExceptions, null, null, null);
}
