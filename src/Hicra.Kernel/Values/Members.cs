using System.ComponentModel;
using System.Data;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Hicra.Kernel.Values;

/// <summary>A named part of a value.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Get">Reads it; throws what the reader's code throws.</param>
internal sealed record Member(string Name, Func<object?> Get);

/// <summary>The members of a value: what a reader can name, in order of declaration, a base type's first.</summary>
internal static class Members
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly;

    /// <summary>The members of a value.</summary>
    /// <param name="value">Any value but null.</param>
    /// <param name="runsCode">Whether properties may run; otherwise only those that just hold a value are members.</param>
    public static IReadOnlyList<Member> Of(object value, bool runsCode)
    {
        switch (value)
        {
            case DataRow row: return [.. row.Table.Columns.Cast<DataColumn>().Select(column => new Member(column.ColumnName, () => row[column]))];
            case Task task: return OfTask(task);
            case ITuple tuple: return [.. Enumerable.Range(0, tuple.Length).Select(i => new Member(FormattableString.Invariant($"Item{i + 1}"), () => tuple[i]))];
            // The rest is said by its text.
            case Exception error: return [.. OfType(error, runsCode).Where(m => typeof(Exception).GetProperty(m.Name) is null)];
            case ICustomTypeDescriptor described when runsCode: return [.. described.GetProperties().Cast<PropertyDescriptor>().Select(p => new Member(p.Name, () => p.GetValue(value)))];
        }
        return value.GetType().Name switch
        {
            // Taking its result may use it up.
            "ValueTask`1" => [.. OfType(value, runsCode).Where(m => m.Name != "Result")],
            // Nothing is made by being shown.
            "Lazy`1" when value.GetType().GetProperty("IsValueCreated")?.GetValue(value) is false => [.. OfType(value, runsCode).Where(m => m.Name != "Value")],
            _ => OfType(value, runsCode),
        };
    }

    // The result of a task that has not ended would be waited for.
    private static List<Member> OfTask(Task task)
    {
        var members = new List<Member> { new(nameof(Task.Status), () => task.Status) };
        Type? kind = task.GetType();
        while (kind is not null && !(kind.IsGenericType && kind.GetGenericTypeDefinition() == typeof(Task<>))) kind = kind.BaseType;
        if (task.IsCompletedSuccessfully && kind?.GetProperty("Result") is { } result && result.PropertyType.Name != "VoidTaskResult") members.Add(new(result.Name, () => result.GetValue(task)));
        if (task.IsFaulted) members.Add(new(nameof(Task.Exception), () => task.Exception!.InnerExceptions.Count == 1 ? task.Exception.InnerException : task.Exception));
        return members;
    }

    private static IReadOnlyList<Member> OfType(object value, bool runsCode)
    {
        // What a derived type declares anew takes the place of the base type's.
        var found = new OrderedDictionary<string, Member>();
        foreach (Type type in Chain(value.GetType()))
        {
            foreach (PropertyInfo property in type.GetProperties(Own).OrderBy(p => p.MetadataToken))
            {
                if (property.GetGetMethod() is null || property.GetIndexParameters().Length > 0) continue;
                if (runsCode) found[property.Name] = new(property.Name, Reading(property, value));
                else if (Behind(property) is { } held) found[property.Name] = new(property.Name, () => held.GetValue(value));
            }
            // The compiler's own fields are public in closures and iterators.
            foreach (FieldInfo field in type.GetFields(Own).Where(f => !f.Name.Contains('<', StringComparison.Ordinal)).OrderBy(f => f.MetadataToken)) found[field.Name] = new(field.Name, () => field.GetValue(value));
        }
        return [.. found.Values];
    }

    private static IEnumerable<Type> Chain(Type type) => type.BaseType is { } outer && outer != typeof(object) && outer != typeof(ValueType) ? Chain(outer).Append(type) : [type];

    // A span cannot leave its place, and a pointer says nothing: their types stand for them.
    private static Func<object?> Reading(PropertyInfo property, object value)
    {
        Type type = property.PropertyType.IsByRef ? property.PropertyType.GetElementType()! : property.PropertyType;
        if (type.IsByRefLike || type.IsPointer || type.IsFunctionPointer) return () => type;
        return () => property.GetValue(value, BindingFlags.DoNotWrapExceptions, null, null, null);
    }

    // The field of a property that only holds a value, of a class or of an anonymous type.
    private static FieldInfo? Behind(PropertyInfo property) =>
        property.DeclaringType!.GetField($"<{property.Name}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic)
        ?? property.DeclaringType.GetField($"<{property.Name}>i__Field", BindingFlags.Instance | BindingFlags.NonPublic);
}
