namespace Hicra.Training.Text.Templates;

/// <summary>The functions that templates may call.</summary>
internal static class JinjaFunctions
{
    private const long LongestRange = 100_000;

    /// <summary>Gives the functions their names.</summary>
    public static void Define(JinjaScope scope)
    {
        scope.Set("namespace", new JinjaFunction(given => new JinjaNamespace(given.AtMost(0, [.. given.Named.Keys]).Named.ToDictionary())));
        scope.Set("raise_exception", new JinjaFunction(given => throw given.Bad($"the chat template refuses the conversation: {given.Text(0, "message")}")));
        scope.Set("range", new JinjaFunction(given => Range(given.AtMost(3))));
    }

    private static List<object?> Range(JinjaGiven given)
    {
        long first = given.Values.Count > 1 ? given.Number(0, "first") ?? 0 : 0, end = given.Number(given.Values.Count > 1 ? 1 : 0, "end") ?? throw given.Bad("range: the end is missing"), step = given.Number(2, "step") ?? 1;
        if (step == 0 || Math.Abs((decimal)end - first) / Math.Abs((decimal)step) > LongestRange) throw given.Bad("range: it is endless or too long");
        List<object?> numbers = [];
        for (long i = first; step > 0 ? i < end : i > end; i += step) numbers.Add(i);
        return numbers;
    }
}
