using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Hicra.Kernel.Session;

/// <summary>What compiled cells call so that they can be interrupted: <see cref="CheckWeaver"/> puts the calls in.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[StackTraceHidden]
public static class CellCheck
{
    // How many interrupted cells may still have code somewhere. As long as there are none, a check is one read.
    private static volatile int _interrupted;

    /// <summary>At the end of each round of a loop.</summary>
    /// <exception cref="OperationCanceledException">The cell to which the running code belongs was interrupted.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Round()
    {
        if (_interrupted != 0) Look();
    }

    /// <summary>At the beginning of each function that calls others: endless recursion becomes an error and does not end the process.</summary>
    /// <exception cref="InsufficientExecutionStackException">The stack is nearly used up.</exception>
    /// <exception cref="OperationCanceledException">The cell to which the running code belongs was interrupted.</exception>
    public static void Enter()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (_interrupted != 0) Look();
    }

    internal static void Add() => Interlocked.Increment(ref _interrupted);

    internal static void Remove() => Interlocked.Decrement(ref _interrupted);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Look()
    {
        if (CellContext.Current is { IsInterrupted: true }) throw new CellInterruptedException();
    }
}
