namespace Hicra.Training.Policies.Managed;

/// <summary>The rows of a request, as units that workers take one after the other, and the place where their responses come together.</summary>
internal sealed class SamplingQueue
{
    private readonly SampleRequest request;
    private readonly SampledRow[] results;
    private readonly int unitRows, unitsPerPrompt;
    private int taken;

    /// <param name="request">What to sample.</param>
    /// <param name="slots">Rows that a worker has in lockstep; a unit has at most as many.</param>
    public SamplingQueue(SampleRequest request, int slots)
    {
        this.request = request;
        results = new SampledRow[request.Prompts.Count * request.GroupSize];
        unitRows = Math.Min(request.GroupSize, slots);
        unitsPerPrompt = (request.GroupSize + unitRows - 1) / unitRows;
    }

    /// <summary>The number of responses.</summary>
    public int Responses => results.Length;

    /// <summary>The next unit, for any thread; null when there is none.</summary>
    public Generator.Unit? Next()
    {
        int unit = Interlocked.Increment(ref taken) - 1;
        if (unit >= unitsPerPrompt * request.Prompts.Count) return null;
        int prompt = unit / unitsPerPrompt, first = unit % unitsPerPrompt * unitRows;
        return new Generator.Unit(request.Prompts[prompt], prompt * request.GroupSize + first, Math.Min(unitRows, request.GroupSize - first));
    }

    /// <summary>Takes a response, from any thread.</summary>
    public void Finished(int index, SampledRow row) => results[index] = row;

    /// <summary>All responses, packed.</summary>
    public SampledResponses Pack() => SampledRow.Pack(results);
}
