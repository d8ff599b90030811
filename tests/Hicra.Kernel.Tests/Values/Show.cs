using System.Globalization;
using Hicra.Interactive.Hosting;
using Hicra.Kernel.Tests.Session;
using Hicra.Kernel.Values;

namespace Hicra.Kernel.Tests.Values;

/// <summary>Shows values without a cell.</summary>
internal static class Show
{
    public static MimeBundle Bundle(object? value, IMimeFormatter? kit = null) => new ValueFormatter(kit ?? new NoFormatter(), () => false, CancellationToken.None).Format(value);

    public static string Text(object? value) => Bundle(value).PlainText;

    public static string Html(object? value) => Bundle(value).Html ?? "";
}

public sealed record Machine(string Name, int Hours);

public sealed class Node
{
    public Node() => Self = this;

    public object Self { get; set; }

    public string Label { get; } = "n";
}

/// <summary>Thirty members.</summary>
public sealed class Broad : System.ComponentModel.ICustomTypeDescriptor
{
    private static readonly System.ComponentModel.PropertyDescriptor[] All = [.. Enumerable.Range(0, 30).Select(i => new Numbered(i))];

    public System.ComponentModel.PropertyDescriptorCollection GetProperties() => new(All);

    public System.ComponentModel.PropertyDescriptorCollection GetProperties(Attribute[]? attributes) => GetProperties();

    public System.ComponentModel.AttributeCollection GetAttributes() => throw new NotSupportedException();

    public string? GetClassName() => throw new NotSupportedException();

    public string? GetComponentName() => throw new NotSupportedException();

    public System.ComponentModel.TypeConverter? GetConverter() => throw new NotSupportedException();

    public System.ComponentModel.EventDescriptor? GetDefaultEvent() => throw new NotSupportedException();

    public System.ComponentModel.PropertyDescriptor? GetDefaultProperty() => throw new NotSupportedException();

    public object? GetEditor(Type editorBaseType) => throw new NotSupportedException();

    public System.ComponentModel.EventDescriptorCollection GetEvents() => throw new NotSupportedException();

    public System.ComponentModel.EventDescriptorCollection GetEvents(Attribute[]? attributes) => throw new NotSupportedException();

    public object? GetPropertyOwner(System.ComponentModel.PropertyDescriptor? pd) => this;

    private sealed class Numbered(int number) : System.ComponentModel.PropertyDescriptor(FormattableString.Invariant($"Member{number}"), null)
    {
        public override Type ComponentType => typeof(Broad);

        public override bool IsReadOnly => true;

        public override Type PropertyType => typeof(string);

        public override bool CanResetValue(object component) => false;

        public override object GetValue(object? component) => "a value of some length";

        public override void ResetValue(object component) => throw new NotSupportedException();

        public override void SetValue(object? component, object? value) => throw new NotSupportedException();

        public override bool ShouldSerializeValue(object component) => false;
    }
}

public readonly record struct Money(decimal Amount) : IFormattable
{
    public string ToString(string? format, IFormatProvider? formatProvider) => Amount.ToString("0.00", formatProvider) + " EUR";

    public override string ToString() => ToString(null, CultureInfo.CurrentCulture);
}

/// <summary>Says too much of itself.</summary>
public sealed class Wordy
{
    public override string ToString() => new('x', 300_000);
}

/// <summary>Has no text.</summary>
public sealed class TextThrows
{
    public override string ToString() => throw new InvalidOperationException("no text");
}

/// <summary>A member that always throws.</summary>
public sealed class Faulty
{
    public int Good { get; } = 1;

    public int Bad => Good > 0 ? throw new InvalidOperationException("no <b>value</b>") : 0;

    public override bool Equals(object? obj) => throw new InvalidOperationException("compared");

    public override int GetHashCode() => throw new InvalidOperationException("hashed");
}

/// <summary>Throws where it is asked for its text, its count, or its non-generic enumerator, as half-finished types do.</summary>
public sealed class HalfCollection : IReadOnlyCollection<int>
{
    public int Count => throw new NotSupportedException();

    public IEnumerator<int> GetEnumerator()
    {
        yield return 1;
        yield return 2;
    }

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => throw new NotSupportedException();
}

/// <summary>Has members that no object can hold or that never come.</summary>
public sealed class Odd
{
    public int this[int index] => index;

    public static int Shared => throw new InvalidOperationException("static");

    public ReadOnlySpan<char> Span => _number > 0 ? "abc" : "";

    public ref int Reference => ref _number;

    public unsafe int* Address => (int*)(nint)_number;

    public int WriteOnly { set => _number = value; }

    private int _number = 4;

    private int Hidden => _number > 0 ? throw new InvalidOperationException("private") : 0;
}
