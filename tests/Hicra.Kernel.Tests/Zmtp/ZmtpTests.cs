using System.Net;
using System.Net.Sockets;
using System.Text;
using Hicra.Kernel.Jupyter;
using Hicra.Kernel.Zmtp;

namespace Hicra.Kernel.Tests.Zmtp;

public sealed class ZmtpTests
{
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);
    private static readonly CancellationToken Limit = CancellationToken.None;

    private static async Task<(TcpClient Client, Stream Stream)> Connect(IPEndPoint endpoint, string type, string identity = "")
    {
        var client = new TcpClient();
        await client.ConnectAsync(endpoint);
        Stream stream = client.GetStream();
        await stream.WriteAsync(ZmtpWire.Greeting());
        await ZmtpWire.ReadGreetingAsync(stream, Limit);
        ZmtpWire.WriteFrame(stream, ZmtpWire.Ready(type, Encoding.ASCII.GetBytes(identity)), more: false, isCommand: true);
        ZmtpFrame ready = await ZmtpWire.ReadFrameAsync(stream, 4096, Limit);
        Assert.True(ready.IsCommand);
        return (client, stream);
    }

    private static async Task<bool> IsClosed(Stream stream)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            while (await stream.ReadAsync(new byte[1024], limit.Token) > 0) { }
            return true;
        }
        catch (IOException) { return true; }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(300_000)]
    public async Task Frames_come_back_as_they_were_written(int length)
    {
        byte[] body = new byte[length];
        new Random(length).NextBytes(body);
        using var stream = new MemoryStream();
        ZmtpWire.WriteFrame(stream, body, more: true);
        Assert.Equal(length <= 255 ? length + 2 : length + 9, stream.Length);
        stream.Position = 0;
        ZmtpFrame frame = await ZmtpWire.ReadFrameAsync(stream, length, Limit);
        Assert.True(frame.More && !frame.IsCommand && frame.Body.AsSpan().SequenceEqual(body));
    }

    [Fact]
    public void The_greeting_is_that_of_the_specification()
    {
        byte[] greeting = ZmtpWire.Greeting();
        Assert.Equal(64, greeting.Length);
        Assert.Equal("FF00000000000000007F03004E554C4C", Convert.ToHexString(greeting.AsSpan(0, 16)));
        Assert.All(greeting[16..], b => Assert.Equal(0, b));
    }

    [Fact]
    public async Task A_header_alone_allocates_nothing_and_too_long_a_frame_is_refused()
    {
        using var stream = new MemoryStream([2, 0, 0, 0, 0, 0x40, 0, 0, 0]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        await Assert.ThrowsAsync<EndOfStreamException>(() => ZmtpWire.ReadFrameAsync(stream, int.MaxValue, Limit));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
        stream.Position = 0;
        await Assert.ThrowsAsync<ZmtpException>(() => ZmtpWire.ReadFrameAsync(stream, 1000, Limit));
    }

    [Fact]
    public async Task A_router_answers_the_peer_that_asked()
    {
        using var router = new RouterSocket(AnyPort, (peer, frames) => peer.SendAsync([.. frames, "back"u8.ToArray()]));
        router.Start();
        (TcpClient client, Stream stream) = await Connect(router.Endpoint, "DEALER", "me");
        using (client)
        {
            ZmtpWire.WriteFrame(stream, "a"u8, more: true);
            ZmtpWire.WriteFrame(stream, new byte[1000], more: false);
            Assert.Equal("a"u8.ToArray(), (await ZmtpWire.ReadFrameAsync(stream, 9999, Limit)).Body);
            Assert.Equal(1000, (await ZmtpWire.ReadFrameAsync(stream, 9999, Limit)).Body.Length);
            ZmtpFrame last = await ZmtpWire.ReadFrameAsync(stream, 9999, Limit);
            Assert.Equal("back"u8.ToArray(), last.Body);
            Assert.False(last.More);
            Assert.NotNull(router.Peer("me"u8));
            Assert.Null(router.Peer("you"u8));
            ZmtpWire.WriteFrame(stream, [.. "\x04PING"u8, 0, 1, 7], more: false, isCommand: true);
            Assert.Equal([.. "\x04PONG"u8, 7], (await ZmtpWire.ReadFrameAsync(stream, 9999, Limit)).Body);
        }
    }

    [Fact]
    public async Task A_publisher_sends_what_was_subscribed()
    {
        using var publisher = new PublishSocket(AnyPort);
        publisher.Start();
        (TcpClient client, Stream stream) = await Connect(publisher.Endpoint, "SUB");
        using (client)
        {
            ZmtpWire.WriteFrame(stream, [1, (byte)'x'], more: false);
            await Task.Delay(200);
            await publisher.SendAsync(["y"u8.ToArray()]);
            await publisher.SendAsync(["xy"u8.ToArray()]);
            Assert.Equal("xy"u8.ToArray(), (await ZmtpWire.ReadFrameAsync(stream, 99, Limit)).Body);
        }
    }

    [Fact]
    public async Task Peers_that_do_not_speak_the_protocol_lose_their_connection_only()
    {
        using var router = new RouterSocket(AnyPort, (peer, frames) => peer.SendAsync(frames), new(MessageBytes: 1 << 16, Frames: 8, Handshake: TimeSpan.FromMilliseconds(300)));
        router.Start();
        foreach (byte[] bytes in (byte[][])["GET / HTTP/1.1\r\n\r\n"u8.ToArray(), [], [.. ZmtpWire.Greeting(), 0, 1, 1], [.. ZmtpWire.Greeting(), 4, 3, 2, 1, 0], [.. ZmtpWire.Greeting().Select((b, i) => i == 10 ? (byte)2 : b)]])
        {
            using var client = new TcpClient();
            await client.ConnectAsync(router.Endpoint);
            await client.GetStream().WriteAsync(bytes);
            Assert.True(await IsClosed(client.GetStream()));
        }
        foreach (Action<Stream> misuse in (Action<Stream>[])[s => s.Write([2, 0, 0, 0, 0, 0x40, 0, 0, 0]), s => s.Write([0xf0, 0]), s => { for (int i = 0; i < 9; i++) ZmtpWire.WriteFrame(s, [], more: true); }])
        {
            (TcpClient client, Stream stream) = await Connect(router.Endpoint, "DEALER");
            using (client)
            {
                misuse(stream);
                Assert.True(await IsClosed(stream));
            }
        }
        (TcpClient good, Stream fine) = await Connect(router.Endpoint, "DEALER");
        using (good)
        {
            ZmtpWire.WriteFrame(fine, "still"u8, more: false);
            Assert.Equal("still"u8.ToArray(), (await ZmtpWire.ReadFrameAsync(fine, 99, Limit)).Body);
        }
    }

    // The decoders of everything that comes from outside: whatever the bytes, they end with a message or one of the expected errors.
    [Fact]
    public async Task Hundred_thousand_random_and_mutated_messages_are_read_or_refused()
    {
        var random = new Random(4);
        var wire = new JupyterWire("key"u8.ToArray());
        using var whole = new MemoryStream();
        List<byte[]> good = wire.Frames(["id"u8.ToArray()], "execute_request", null, new() { ["code"] = "1 + 1" });
        for (int i = 0; i < good.Count; i++) ZmtpWire.WriteFrame(whole, good[i], more: i < good.Count - 1);
        byte[] sample = whole.ToArray();
        int refused = 0, read = 0;
        long before = GC.GetTotalAllocatedBytes();
        for (int round = 0; round < 100_000; round++)
        {
            byte[] bytes = round % 2 == 0 ? [.. sample] : new byte[random.Next(200)];
            if (round % 2 == 1) random.NextBytes(bytes);
            else for (int change = random.Next(1, 5); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            using var stream = new MemoryStream(bytes);
            try
            {
                var frames = new List<byte[]>();
                ZmtpFrame frame;
                do
                {
                    frame = await ZmtpWire.ReadFrameAsync(stream, 1 << 20, Limit);
                    if (frame.IsCommand) try { ZmtpWire.ParseReady(frame.Body); } catch (ZmtpException) { }
                    frames.Add(frame.Body);
                }
                while (frame.More);
                if (wire.Parse(frames) is null) refused++;
                else read++;
            }
            catch (IOException) { refused++; }
        }
        Assert.Equal(100_000, refused + read);
        // Only a change outside of what is signed (the identity) leaves a message whole, and it runs once.
        Assert.True(read <= 1, $"{read} mutated messages were taken");
        Assert.True(GC.GetTotalAllocatedBytes() - before < 30_000_000_000);
    }
}
