using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Hicra.Training.Policies.Managed;

/// <summary>Workers that keep their memory from one call to the next.</summary>
internal sealed class WorkerPool<T> : IDisposable
    where T : IDisposable
{
    private readonly ConcurrentBag<T> workers = [];

    /// <summary>Runs items on at most so many threads, each with a worker's memory of its own.</summary>
    /// <param name="threads">Threads at most.</param>
    /// <param name="items">The number of items.</param>
    /// <param name="create">Makes a worker where none is idle.</param>
    /// <param name="body">Does an item with a worker; the first error of any item is thrown.</param>
    public void ForEach(int threads, int items, Func<T> create, Action<int, T> body)
    {
        void Run(int item)
        {
            if (!workers.TryTake(out T? worker)) worker = create();
            try
            {
                body(item, worker);
            }
            finally
            {
                workers.Add(worker);
            }
        }

        if (threads == 1 || items == 1)
        {
            for (int i = 0; i < items; i++) Run(i);
            return;
        }
        try
        {
            Parallel.For(0, items, new ParallelOptions { MaxDegreeOfParallelism = threads }, Run);
        }
        catch (AggregateException errors)
        {
            ExceptionDispatchInfo.Capture(errors.InnerExceptions[0]).Throw();
        }
    }

    /// <summary>Gives all memory back; workers are made anew when they are needed.</summary>
    public void Dispose()
    {
        while (workers.TryTake(out T? worker)) worker.Dispose();
    }
}
