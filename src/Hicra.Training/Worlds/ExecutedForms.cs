namespace Hicra.Training.Worlds;

/// <summary>Measures over the forms of calculation that responses carry out, whatever they announce.</summary>
internal static class ExecutedForms
{
    /// <summary>Entropy of which forms were executed, in nats.</summary>
    /// <param name="forms">One for each attempt, -1 for none of them; at least one.</param>
    /// <param name="count">How many forms there are; "none" counts as one more.</param>
    public static double Entropy(IEnumerable<int> forms, int count)
    {
        Span<int> counts = stackalloc int[count + 1];
        double attempts = 0;
        foreach (int form in forms)
        {
            counts[form >= 0 ? form : ^1]++;
            attempts++;
        }
        double entropy = 0;
        foreach (int times in counts)
            if (times > 0) entropy += times / attempts * Math.Log(attempts / times);
        return entropy;
    }
}
