using System.Collections.Frozen;

namespace Hicra.Strategy.Mining;

/// <summary>What a word has to do with numbers.</summary>
internal enum NumberRole : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is a number: <c>seven</c>, <c>twenty</c>, <c>hundred</c>, digits.</summary>
    Number,

    /// <summary>It is "one": a number beside another number or an operator ("plus one", "one hundred"), else a pronoun ("one way to").</summary>
    One,

    /// <summary>It says an operation between numbers: <c>plus</c>, <c>times</c>, <c>gives</c>.</summary>
    Operator,
}

/// <summary>English number words. Ordinals are none of them: "first" and "second" order a plan.</summary>
internal static class SpeltNumerals
{
    private static readonly FrozenDictionary<string, NumberRole> Roles = Of(
        (NumberRole.Number, "zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen " +
            "twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion"),
        (NumberRole.One, "one"),
        (NumberRole.Operator, "plus minus times equals gives")).ToFrozenDictionary();

    /// <summary>The role of a word in lower case.</summary>
    public static NumberRole RoleOf(string word) => Roles.GetValueOrDefault(word);

    private static Dictionary<string, NumberRole> Of(params (NumberRole Role, string Words)[] lists) =>
        lists.SelectMany(list => list.Words.Split(' ').Select(word => (word, list.Role))).ToDictionary(pair => pair.word, pair => pair.Role);
}
