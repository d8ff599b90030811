namespace Hicra.Interactive.Commands;

/// <summary>Progress that is told on the thread that reports (the framework's own posts it elsewhere).</summary>
internal sealed class Reporter<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
