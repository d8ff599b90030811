namespace Hicra.Kernel.Jupyter;

/// <summary>The channels of a kernel, as Jupyter's protocol names them.</summary>
internal enum KernelChannel
{
    /// <summary>Requests of clients, one after the other.</summary>
    Shell,

    /// <summary>Requests that are answered at once, also while a cell runs.</summary>
    Control,

    /// <summary>Questions to the client's user.</summary>
    Stdin,

    /// <summary>What all clients see.</summary>
    IoPub,

    /// <summary>Sends every message back.</summary>
    Heartbeat,
}

/// <summary>One client on one channel.</summary>
internal interface IKernelPeer
{
    /// <summary>The name that the client gave itself; a client has one on all its channels.</summary>
    byte[] Identity { get; }

    /// <summary>Sends a message; the task ends when it is with the system.</summary>
    Task SendAsync(IReadOnlyList<byte[]> frames);
}

/// <summary>What carries a kernel's messages: the kernel knows channels and frames, and no wire.</summary>
internal interface IKernelTransport : IDisposable
{
    /// <summary>Bytes that wait for the slowest client of <see cref="KernelChannel.IoPub"/>.</summary>
    long Backlog { get; }

    /// <summary>Begins to take clients in.</summary>
    /// <param name="received">Takes what comes on shell, control and stdin, on the thread that read it; until it returns, its peer is not read.</param>
    void Start(Action<KernelChannel, IKernelPeer, List<byte[]>> received);

    /// <summary>Sends a message to the clients that subscribed to the beginning of its first frame.</summary>
    Task PublishAsync(IReadOnlyList<byte[]> frames);

    /// <summary>The client of an identity on a channel; null where there is none.</summary>
    IKernelPeer? Peer(KernelChannel channel, ReadOnlySpan<byte> identity);
}
