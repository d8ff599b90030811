using Hicra.Logs.Tables;
using Hicra.Rollouts;
using Hicra.Testing;
using Parquet.Schema;
using Parquet.Serialization;

namespace Hicra.Logs.Tests;

/// <summary>TRL's completion tables and data sets come as Parquet.</summary>
public sealed class ParquetTests : IDisposable
{
    private static readonly RolloutFileOptions WithTables = new() { Tables = new ParquetTables() };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_completion_table_is_read_as_its_lines_would_be()
    {
        var schema = new ParquetSchema(new DataField<string>("step"), new DataField<string>("prompt"), new DataField<string>("completion"), new DataField<double?>("accuracy_reward"), new DataField<double>("advantage"));
        await Write("completions.parquet", schema, [.. Enumerable.Range(0, 5).Select(i => new Dictionary<string, object?> { ["step"] = "5", ["prompt"] = $"p{i / 2}", ["completion"] = $"so it is {i} é", ["accuracy_reward"] = i == 3 ? null : (double?)(i % 2), ["advantage"] = 0.5 })], 2);
        Assert.Equal([(5, 0, "so it is 0 é", 0.0), (5, 0, "so it is 1 é", 1.0), (5, 1, "so it is 2 é", 0.0), (5, 1, "so it is 3 é", null), (5, 2, "so it is 4 é", 0.0)],
            RolloutFiles.Read([_folder.File("completions.parquet")], WithTables).Select(r => (r.Step!.Value, r.Group!.Value, r.Response!, r.Reward)));
        Assert.Equal(5, RolloutFiles.Read([_folder.File("")], WithTables).Count());
    }

    [Fact]
    public async Task Lists_of_messages_and_of_texts_are_read()
    {
        await using (FileStream file = File.Create(_folder.File("openr1.parquet")))
            await ParquetSerializer.SerializeAsync([new Row { problem = "q", messages = [new() { role = "user", content = "q" }, new() { role = "assistant", content = "a" }], generations = ["<think>x</think>a", "b"], correctness_math_verify = [true, false] }], file, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([("<think>x</think>a", true), ("b", false)], RolloutFiles.Read([_folder.File("openr1.parquet")], WithTables).Select(r => (r.Response!, r.Correct!.Value)));
    }

    [Fact]
    public async Task A_damaged_table_is_named()
    {
        await Write("whole.parquet", new ParquetSchema(new DataField<string>("prompt"), new DataField<string>("completion")), [new Dictionary<string, object?> { ["prompt"] = "p", ["completion"] = "a" }], 10);
        byte[] bytes = await File.ReadAllBytesAsync(_folder.File("whole.parquet"), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_folder.File("cut.parquet"), bytes[..(bytes.Length / 2)], TestContext.Current.CancellationToken);
        string error = Assert.Throws<HicraException>(() => RolloutFiles.Read([_folder.File("cut.parquet")], WithTables).Count()).Message;
        Assert.Contains("cut.parquet: cannot be read as Parquet", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
        Assert.Contains("is a Parquet file", Assert.Throws<HicraException>(() => RolloutFiles.Read([_folder.File("whole.parquet")]).Count()).Message, StringComparison.Ordinal);
    }

    // As the data set names its columns.
#pragma warning disable IDE1006
    private sealed class Row
    {
        public string? problem { get; set; }

        public List<Message>? messages { get; set; }

        public List<string>? generations { get; set; }

        public List<bool>? correctness_math_verify { get; set; }
    }

    private sealed class Message
    {
        public string? role { get; set; }

        public string? content { get; set; }
    }
#pragma warning restore IDE1006

    private async Task Write(string name, ParquetSchema schema, IReadOnlyCollection<Dictionary<string, object?>> rows, int rowGroup)
    {
        await using FileStream file = File.Create(_folder.File(name));
        await ParquetSerializer.SerializeUntypedAsync([.. rows], schema, file, new Parquet.ParquetOptions { RowGroupSize = rowGroup }, cancellationToken: TestContext.Current.CancellationToken);
    }
}
