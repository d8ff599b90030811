namespace Hicra.Training.Runs;

/// <summary>Keeps a second process from writing the same run. The system gives the lock back when its process dies.</summary>
internal sealed class RunLock : IDisposable
{
    // EWOULDBLOCK on Linux and on BSD-like systems, and Windows' sharing violation.
    private static readonly int[] TakenCodes = [11, 35, unchecked((int)0x80070020)];
    private readonly FileStream _file;

    public RunLock(RunFolder folder)
    {
        try
        {
            _file = new FileStream(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (TakenCodes.Contains(error.HResult))
        {
            throw new HicraException($"{folder.Path}: another process is writing this run; wait until it has finished or stop it", error);
        }
    }

    public void Dispose() => _file.Dispose();
}
