using System.Diagnostics.CodeAnalysis;

namespace Hicra.Credit;

/// <summary>
/// What a rule with a state must find again: numbers, lists of numbers, and lists of token sequences, by name. Immutable, and
/// plain enough for any checkpoint to hold without knowing the rule.
/// </summary>
public sealed class CreditState
{
    private readonly OrderedDictionary<string, object> members;

    private CreditState(OrderedDictionary<string, object> members) => this.members = members;

    /// <summary>The state of a rule that has none yet.</summary>
    public static CreditState Empty { get; } = new([]);

    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => members.Count == 0;

    /// <summary>The names, in the order in which they were added.</summary>
    public IReadOnlyList<string> Names => members.Keys;

    /// <summary>This state and a number.</summary>
    /// <param name="name">Small letters, digits, <c>-</c> and <c>_</c>.</param>
    /// <param name="value">A finite number.</param>
    /// <exception cref="ArgumentException">The name is taken or has another character, or the value is not finite.</exception>
    public CreditState With(string name, double value) => Add(name, Finite(name, value));

    /// <summary>This state and a list of numbers.</summary>
    /// <param name="name">Small letters, digits, <c>-</c> and <c>_</c>.</param>
    /// <param name="values">Finite numbers.</param>
    /// <exception cref="ArgumentException">The name is taken or has another character, or a value is not finite.</exception>
    public CreditState With(string name, IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Add(name, values.Select(value => Finite(name, value)).ToArray());
    }

    /// <summary>This state and a list of token sequences.</summary>
    /// <param name="name">Small letters, digits, <c>-</c> and <c>_</c>.</param>
    /// <param name="sequences">Sequences of token ids.</param>
    /// <exception cref="ArgumentException">The name is taken or has another character.</exception>
    public CreditState With(string name, IReadOnlyList<int[]> sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        return Add(name, sequences.Select(sequence => sequence.ToArray()).ToArray());
    }

    /// <summary>A number; false where there is none of that name.</summary>
    public bool TryGet(string name, out double value)
    {
        bool found = members.TryGetValue(name, out object? member) && member is double;
        value = found ? (double)member! : 0;
        return found;
    }

    /// <summary>A list of numbers; false where there is none of that name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out IReadOnlyList<double>? values)
    {
        members.TryGetValue(name, out object? member);
        // A file does not say of what an empty list is one.
        values = member is int[][] { Length: 0 } ? [] : member as double[];
        return values is not null;
    }

    /// <summary>A list of token sequences; false where there is none of that name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out IReadOnlyList<int[]>? sequences)
    {
        members.TryGetValue(name, out object? member);
        sequences = member is double[] { Length: 0 } ? [] : member as int[][];
        return sequences is not null;
    }

    private static double Finite(string name, double value) => double.IsFinite(value) ? value
        : throw new ArgumentException(FormattableString.Invariant($"The state '{name}' is {value}, not a finite number."), nameof(value));

    private CreditState Add(string name, object value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_')) throw new ArgumentException($"'{name}' is no name of a state: small letters, digits, '-' and '_' are.", nameof(name));
        if (members.ContainsKey(name)) throw new ArgumentException($"The state has a '{name}' already.", nameof(name));
        return new(new OrderedDictionary<string, object>(members) { { name, value } });
    }
}
