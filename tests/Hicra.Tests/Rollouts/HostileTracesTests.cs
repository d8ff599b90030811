using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hicra.Rollouts;
using Hicra.Testing;

namespace Hicra.Tests.Rollouts;

/// <summary>Files that are broken, cut off, of another kind, or far too long: one line that names file, place and remedy, within bounded memory.</summary>
public sealed class HostileTracesTests : IDisposable
{
    private static readonly RolloutFileOptions Skipping = new() { SkipBad = true };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{\"text\": \"b\"", "line 2: not valid JSON at byte 13")]
    [InlineData("{\"text\": 5}", null)]
    [InlineData("[1]", "line 2: not a JSON object")]
    [InlineData("{\"text\": \"b\", \"score\": \"maybe\"}", "line 2: 'score' is neither a number nor true or false")]
    [InlineData("{\"text\": \"b\", \"score\": NaN}", "line 2: not valid JSON at byte 24, where Python wrote a number that is not finite; null may stand there")]
    [InlineData("{\"text\": \"b\", \"score\": 1e999}", "line 2: the reward is not a finite number")]
    [InlineData("{\"text\": \"\\ud83d\"}", "line 2: 'text' holds half of a surrogate pair")]
    [InlineData("{\"text\": \"b\"} {}", "line 2: not valid JSON at byte 15")]
    public void A_bad_record_is_named_or_left_out(string line, string? error)
    {
        string file = Write("a.jsonl", Encoding.UTF8.GetBytes($"{{\"text\": \"a\"}}\n{line}\n{{\"text\": \"c\"}}\n"));
        if (error is not null) Assert.Equal($"{file} {error}; mend or remove the record, or leave bad records out", Fails(file));
        var report = new RolloutReadReport();
        Assert.Equal(["a", "c"], RolloutFiles.Read([file], Skipping, report).Select(r => r.Response));
        Assert.Equal((2, error is null ? 0 : 1), (report.Traces, report.Bad));
        Assert.Equal(error is null ? "1 record without a text left out" : $"1 bad record left out (first: {file} {error})", report.LeftOut());
    }

    [Fact]
    public void Bytes_that_are_no_text_are_named()
    {
        string file = Write("a.jsonl", [.. "{\"text\": \"a"u8, 0xE9, .. "\"}\n{\"text\": \"b\"}"u8]);
        Assert.Contains("line 1: not valid UTF-8 at byte 12; was the file written in another encoding?", Fails(file), StringComparison.Ordinal);
        Assert.Equal("b", RolloutFiles.Read([file], Skipping).Single().Response);
        string own = Write("own.jsonl", [.. "{\"ids\": [1], \"response\": \"a"u8, 0xFF, .. "\"}"u8]);
        Assert.Contains("line 1: not valid UTF-8 at byte 28", Assert.Throws<HicraException>(() => RolloutJsonl.Read(own).Count()).Message, StringComparison.Ordinal);
        Assert.Contains("line 1: 'response' holds half of a surrogate pair", Fails(Write("half.jsonl", "{\"ids\": [1], \"response\": \"\\ud83d\"}"u8.ToArray())), StringComparison.Ordinal);
        Assert.Contains("line 1: not valid UTF-8", Fails(Write("noise", [.. Enumerable.Range(0, 4096).Select(i => (byte)(128 + i % 90))])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "gzip data is cut off or damaged")]
    [InlineData("[", "gzip data is cut off or damaged")]
    public void A_packed_file_that_was_cut_off_is_named(string open, string error)
    {
        var random = new Random(1);
        byte[] packed = Pack(Encoding.UTF8.GetBytes(open + string.Join(open == "" ? "\n" : ",\n", Enumerable.Range(0, 5000).Select(i => $"{{\"text\": \"{i} {random.Next()}\"}}")) + (open == "" ? "" : "]")));
        string file = Write("a.jsonl.gz", packed[..(packed.Length / 2)]);
        Assert.Contains(error, Fails(file), StringComparison.Ordinal);
        foreach (int cut in (int[])[1, 4, 8, 20]) Assert.Contains(error, Fails(Write("b.jsonl.gz", packed[..^cut])), StringComparison.Ordinal);
        Assert.Equal(5000, open == "" ? RolloutFiles.Read([Write("c.jsonl.gz", [.. packed, .. Pack([])])]).Count() : 5000);
        Assert.Equal(10_000, open == "" ? RolloutFiles.Read([Write("d.jsonl.gz", [.. packed, .. Pack("\n"u8.ToArray()), .. packed])]).Count() : 10_000);
        var report = new RolloutReadReport();
        Rollout[] read = [.. RolloutFiles.Read([file], Skipping, report)];
        Assert.InRange(read.Length, 2000, 2600);
        Assert.Equal(Enumerable.Range(0, read.Length), read.Select(r => int.Parse(r.Response!.Split(' ')[0])));
        Assert.Contains(error, report.FirstBad, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[{\"text\": \"a\"}, {\"text\": \"b\"}", "line 1: not valid JSON, or cut off")]
    [InlineData("[{\"text\": \"a\"},\n{\"text\" \"b\"}]", "line 2: not valid JSON")]
    [InlineData("[{\"text\": \"a\"},\n5]", "line 2: not a JSON object")]
    [InlineData("[{\"text\": \"a\"}]\n{\"text\": \"b\"}", "line 1: something follows the array")]
    [InlineData("{\n\"text\": \"a\"\n}\n{\n\"text\" \"b\"}", "line 5: not valid JSON")]
    [InlineData("{\n\"entries\": [{\"prompts\": [{\"prompt\": \"p\", \"responses\": [{\"response_text\": \"a\"", "line 2:")]
    public void An_array_that_is_broken_is_named_by_its_line(string content, string error)
    {
        string file = Write("a.json", Encoding.UTF8.GetBytes(content));
        Assert.Contains($"{file} {error}", Fails(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_other_kinds_are_named_with_a_remedy()
    {
        Assert.Contains("pandas.read_parquet('completions_00001.parquet').to_json('traces.jsonl', orient='records', lines=True)", Fails(Write("completions_00001.parquet", [.. "PAR1"u8, 0, 1])), StringComparison.Ordinal);
        Assert.Contains("Parquet", Fails(_folder.Path), StringComparison.Ordinal); // a folder of nothing else
        Assert.Contains("zstd -d", Fails(Write("a.zst", [0x28, 0xB5, 0x2F, 0xFD, 0])), StringComparison.Ordinal);
        Assert.Contains("unpack it first", Fails(Write("a.zip", [.. "PK\x03\x04"u8])), StringComparison.Ordinal);
        Assert.Contains("cannot read traces", Assert.Throws<HicraException>(() => RolloutFiles.Read(new FailingStream(), "wire").Count()).Message, StringComparison.Ordinal);
        Assert.Empty(RolloutFiles.Read([Write("empty.jsonl", [])]));
    }

    [Theory]
    [InlineData("{\"text\": \"")]
    [InlineData("[{\"text\": \"")]
    [InlineData("{\"header\":{\"task\": \"")]
    public void A_gigabyte_without_a_line_break_takes_no_more_memory_than_the_bound(string head)
    {
        var options = new RolloutFileOptions { MaxLineBytes = 1 << 20 };
        using var stream = new EndlessStream(Encoding.UTF8.GetBytes(head), 1L << 30, tail: "\"}\n{\"text\": \"b\"}\n"u8.ToArray());
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("line 1", Assert.Throws<HicraException>(() => RolloutFiles.Read(stream, "endless", options).Count()).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
        Assert.InRange(stream.Position, 1 << 20, 8 << 20); // it gives up early
    }

    [Fact]
    public void A_line_that_is_too_long_can_be_passed_over()
    {
        var options = new RolloutFileOptions { MaxLineBytes = 1 << 20, SkipBad = true };
        using var stream = new EndlessStream("{\"text\": \""u8.ToArray(), 1L << 28, tail: "\"}\n{\"text\": \"b\"}\n"u8.ToArray());
        var report = new RolloutReadReport();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("b", RolloutFiles.Read(stream, "endless", options, report).Single().Response);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
        Assert.Equal("endless line 1 is longer than 1048576 bytes; is this a file of traces, one a line? If so, read it with a larger bound", report.FirstBad);
    }

    [Fact]
    public void Mutated_files_are_read_or_refused()
    {
        byte[][] sources =
        [
            "{\"input\": \"p\", \"output\": \"o\", \"score\": 1.5, \"step\": 3, \"acc\": true}\n{\"input\": \"p\", \"output\": \"é\", \"score\": 0, \"step\": 3}\n"u8.ToArray(),
            "[{\"step\": 1, \"prompt\": \"p\", \"completion\": [{\"content\": \"c\"}], \"r\": 1, \"advantage\": 0.5}]"u8.ToArray(),
            "{\"header\":{\"a\": 1}, \"entries\": [{\"step\": 1, \"prompts\": [{\"prompt\": \"p\", \"responses\": [{\"reward\": 1, \"tokens\": {\"ids\": [1], \"strings\": [\"a\"]}}]}]}]}"u8.ToArray(),
            "{\"idx\": 1, \"code\": [\"a\", \"b\"], \"score\": [true, null]}"u8.ToArray(),
            Pack("{\"response\": \"a\", \"ids\": [1, 2], \"grams\": [[0, 1, 0]]}\n"u8.ToArray()),
        ];
        Gen<byte[]> mutated = from source in Gen.Elements(sources)
                              from edits in Gen.Choose(0, source.Length - 1).Two().Zip(Gen.Choose(0, 255)).ListOf()
                              select Mutate(source, edits);
        Check.One(Sampled.Inputs(3000), Prop.ForAll(mutated.ToArbitrary(), bytes =>
        {
            foreach (RolloutFileOptions options in (RolloutFileOptions[])[new(), Skipping])
            {
                try
                {
                    using var stream = new MemoryStream(bytes);
                    foreach (Rollout rollout in RolloutFiles.Read(stream, "mutated", options)) Assert.Null(rollout.Contradiction());
                }
                catch (HicraException e)
                {
                    Assert.DoesNotContain('\n', e.Message);
                    Assert.StartsWith("mutated", e.Message, StringComparison.Ordinal);
                }
            }
        }));
    }

    private static byte[] Mutate(byte[] source, IEnumerable<((int At, int To), int Value)> edits)
    {
        byte[] bytes = [.. source];
        foreach (((int at, int to), int value) in edits)
        {
            if (value < 128) bytes[at] = (byte)value;
            else if (value < 192) bytes[at] = bytes[to];
            else bytes = at < bytes.Length ? bytes[..Math.Max(1, Math.Min(bytes.Length, to + 1))] : bytes;
            if (bytes.Length < source.Length) break;
        }
        return bytes;
    }

    private static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(content);
        return packed.ToArray();
    }

    private string Write(string name, byte[] content)
    {
        File.WriteAllBytes(_folder.File(name), content);
        return _folder.File(name);
    }

    private static string Fails(string file) => Assert.Throws<HicraException>(() => RolloutFiles.Read([file]).Count()).Message;
}
