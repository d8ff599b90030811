using System.Text.Json.Nodes;

namespace Hicra.Kernel.Jupyter;

/// <summary>Questions to the client's user, on the stdin socket.</summary>
internal sealed class InputRequests(IKernelTransport transport, JupyterWire wire)
{
    private volatile TaskCompletionSource<string>? _asked;

    /// <summary>Asks for a line.</summary>
    /// <param name="client">The identity that the client's sockets share.</param>
    /// <param name="parent">The header of the request whose cell asks.</param>
    /// <param name="prompt">What is asked.</param>
    /// <param name="password">Whether the answer is hidden while it is typed.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="HicraException">The client has no stdin channel.</exception>
    public async Task<string> AskAsync(byte[] client, JsonObject parent, string prompt, bool password, CancellationToken cancellation)
    {
        IKernelPeer peer = transport.Peer(KernelChannel.Stdin, client) ?? throw new HicraException("the client has no stdin channel, there is nobody to ask");
        TaskCompletionSource<string> answer = _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration stop = cancellation.Register(() => answer.TrySetCanceled(cancellation));
        await peer.SendAsync(wire.Frames([], "input_request", parent, new() { ["prompt"] = prompt, ["password"] = password })).ConfigureAwait(false);
        return await answer.Task.ConfigureAwait(false);
    }

    /// <summary>Takes what came on the socket; the answer goes to the last question.</summary>
    public void Answered(List<byte[]> frames)
    {
        if (wire.Parse(frames) is { Type: "input_reply" } message) _asked?.TrySetResult(JupyterMessage.Text(message.Content, "value"));
    }
}
