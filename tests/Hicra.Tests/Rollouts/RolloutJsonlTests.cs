using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hicra.Rollouts;
using Hicra.Testing;

namespace Hicra.Tests.Rollouts;

public sealed class RolloutJsonlTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hicra-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static readonly Rollout Full = new()
    {
        Step = 3, Group = 1, Sample = 7, Seed = long.MinValue, Method = "hicra", Alpha = 0.2, ProblemId = "6 3 7 target 27",
        Prompt = "numbers 6 3 7 :", Response = "wait \"é\" 😀\n", Reward = 1, Kind = "right", Advantage = 1.0 / 3,
        TokenIds = [1, 168], TokenTexts = ["wait ", "\"é\" 😀\n"], LogProbs = [-0.1f, -0f], Entropies = [1e-45f, float.MaxValue],
        TokenAdvantages = [0.39999998f, -3], PlanningSpans = [new(0, 1, 4), new(1, 1, 32)],
    };

    [Fact]
    public void Writes_one_compact_line()
    {
        using var stream = new MemoryStream();
        var writer = new RolloutWriter(stream, "memory");
        writer.Write(Full with { Seed = 5 });
        writer.Write(new Rollout { Step = 4, LogProbs = [] });
        Assert.Equal(
            """
            {"step":3,"group":1,"sample":7,"seed":5,"method":"hicra","alpha":0.2,"problem":"6 3 7 target 27","prompt":"numbers 6 3 7 :",
            "response":"wait \"é\" \uD83D\uDE00\n","reward":1,"kind":"right","advantage":0.3333333333333333,
            "ids":[1,168],"tokens":["wait ","\"é\" \uD83D\uDE00\n"],"logprobs":[-0.1,-0],"entropies":[1E-45,3.4028235E+38],
            "advantages":[0.39999998,-3],"grams":[[0,1,4],[1,1,32]]}
            """.ReplaceLineEndings("") + "\n{\"step\":4,\"logprobs\":[]}\n",
            Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void Round_trip_keeps_everything()
    {
        using (RolloutWriter writer = RolloutJsonl.OpenWrite(File_)) writer.Write(Full);
        using (RolloutWriter writer = RolloutJsonl.OpenWrite(File_, append: true)) writer.Write(new Rollout());
        Rollout[] read = [.. RolloutJsonl.Read(File_)];
        Assert.Equal(2, read.Length);
        Assert.Equivalent(Full, read[0], strict: true);
        Assert.Equal(new Rollout(), read[1]);
    }

    [Fact]
    public void Every_finite_float_round_trips_to_the_bit() =>
        Prop.ForAll(Gen.Choose(int.MinValue, int.MaxValue).Select(BitConverter.Int32BitsToSingle).Where(float.IsFinite).NonEmptyListOf().Select(l => l.ToArray()).ToArbitrary(), values =>
        {
            using var stream = new MemoryStream();
            new RolloutWriter(stream, "memory").Write(new Rollout { LogProbs = values, Alpha = values[0] / 3.0 });
            stream.Position = 0;
            Rollout read = RolloutJsonl.Read(stream, "memory").Single();
            return read.LogProbs!.Select(BitConverter.SingleToInt32Bits).SequenceEqual(values.Select(BitConverter.SingleToInt32Bits)) && read.Alpha == values[0] / 3.0;
        }).Check(Sampled.Inputs());

    [Fact]
    public void Unknown_members_nulls_blank_lines_a_byte_order_mark_and_carriage_returns_are_accepted()
    {
        Rollout[] read = Read("\uFEFF{\"step\":1,\"more\":{\"x\":[1]},\"alpha\":null,\"ids\":null}\r\n\r\n \n{\"step\":2}");
        Assert.Equal([1, 2], read.Select(r => r.Step));
    }

    [Theory]
    [InlineData("{\"step\":1", "JSON")]
    [InlineData("{\"step\":1} x", "JSON")]
    [InlineData("{\"alpha\":NaN}", "JSON")]
    [InlineData("[1]", "object")]
    [InlineData("{\"step\":\"one\"}", "'step'")]
    [InlineData("{\"step\":1.5}", "'step'")]
    [InlineData("{\"step\":3000000000}", "'step'")]
    [InlineData("{\"method\":1}", "'method'")]
    [InlineData("{\"logprobs\":[null]}", "'logprobs'")]
    [InlineData("{\"logprobs\":1}", "'logprobs'")]
    [InlineData("{\"logprobs\":[1e999]}", "log-prob of token 0")]
    [InlineData("{\"grams\":[[1,2]]}", "'grams'")]
    [InlineData("{\"ids\":[1,2],\"logprobs\":[1]}", "log-prob per token")]
    [InlineData("{\"ids\":[1,2],\"grams\":[[1,2,0]]}", "[1,2,0]")]
    [InlineData("{\"ids\":[1,2],\"grams\":[[2147483647,2147483647,0]]}", "[2147483647,2147483647,0]")]
    public void A_bad_line_is_named_with_its_file_and_number(string line, string reason)
    {
        string message = Assert.Throws<HicraException>(() => Read("{\"step\":1}\n" + line + "\n{\"step\":3}\n")).Message;
        Assert.StartsWith($"{File_} line 2: ", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Rollouts_before_a_bad_line_are_read()
    {
        File.WriteAllText(File_, "{\"step\":1}\n{\n");
        using IEnumerator<Rollout> read = RolloutJsonl.Read(File_).GetEnumerator();
        Assert.True(read.MoveNext());
        Assert.Throws<HicraException>(() => read.MoveNext());
    }

    [Fact]
    public void A_torn_last_line_is_an_error_unless_it_is_allowed()
    {
        const string torn = "{\"step\":1}\n{\"step\":2,\"logpr";
        Assert.Throws<HicraException>(() => Read(torn));
        Assert.Equal([1], Read(torn, new() { AllowTornLastLine = true }).Select(r => r.Step));
        Assert.Throws<HicraException>(() => Read(torn + "\n", new() { AllowTornLastLine = true }));
        Assert.Equal([1, 2], Read("{\"step\":1}\n{\"step\":2}", new() { AllowTornLastLine = true }).Select(r => r.Step));
    }

    [Theory]
    [InlineData(100, 100, true)]
    [InlineData(101, 100, false)]
    [InlineData(300_000, 300_000, true)]
    [InlineData(300_001, 300_000, false)]
    [InlineData(300_001, 100, false)]
    public void Lines_are_bounded(int length, int bound, bool fits)
    {
        string line = "{\"kind\":\"" + new string('x', length - 11) + "\"}";
        Assert.Equal(length, line.Length);
        foreach (string end in new[] { "", "\n" })
        {
            var options = new RolloutReadOptions { MaxLineBytes = bound };
            if (fits) Assert.Equal(length - 11, Read(line + "\n" + line + end, options)[1].Kind!.Length);
            else Assert.Contains("line 2", Assert.Throws<HicraException>(() => Read("{}\n" + line + end, options)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Lines_survive_any_chunks_of_the_stream()
    {
        byte[] content = Encoding.UTF8.GetBytes("{\"step\":1,\"kind\":\"é\"}\n{\"step\":2}\n\n{\"step\":3}");
        for (int chunk = 1; chunk < 12; chunk++)
        {
            using var stream = new Trickle(content, chunk);
            Assert.Equal([1, 2, 3], RolloutJsonl.Read(stream, "trickle").Select(r => r.Step));
        }
    }

    [Fact]
    public void Contradictions_are_not_written()
    {
        using var stream = new MemoryStream();
        var writer = new RolloutWriter(stream, "memory");
        Assert.Throws<ArgumentException>(() => writer.Write(new Rollout { TokenIds = [1], LogProbs = [1, 2] }));
        Assert.Throws<ArgumentException>(() => writer.Write(new Rollout { LogProbs = [float.NaN] }));
        Assert.Throws<ArgumentException>(() => writer.Write(new Rollout { Reward = double.PositiveInfinity }));
        Assert.Equal(0, stream.Length);
        writer.Write(new Rollout { Step = 1 });
        Assert.Equal("{\"step\":1}\n", Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void Files_that_cannot_be_opened_or_written_are_named()
    {
        Assert.Contains("none", Assert.Throws<HicraException>(() => RolloutJsonl.OpenWrite(Path.Combine(_folder, "none", "x"))).Message, StringComparison.Ordinal);
        Assert.Contains("none", Assert.Throws<HicraException>(() => RolloutJsonl.Read(Path.Combine(_folder, "none")).ToList()).Message, StringComparison.Ordinal);
        using var full = new RolloutWriter(new FullDisk(), "full.jsonl");
        Assert.Contains("full.jsonl", Assert.Throws<HicraException>(() => full.Write(new Rollout())).Message, StringComparison.Ordinal);
    }

    private string File_ => Path.Combine(_folder, "rollouts.jsonl");

    private Rollout[] Read(string content, RolloutReadOptions? options = null)
    {
        File.WriteAllText(File_, content);
        return [.. RolloutJsonl.Read(File_, options)];
    }

    private sealed class Trickle(byte[] content, int chunk) : MemoryStream(content)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(chunk, buffer.Length)]);
    }

    private sealed class FullDisk : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left on device");
    }
}
