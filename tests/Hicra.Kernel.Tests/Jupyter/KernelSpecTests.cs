using System.Text.Json.Nodes;
using Hicra.Kernel.Jupyter;
using Hicra.Testing;

namespace Hicra.Kernel.Tests.Jupyter;

public sealed class KernelSpecTests
{
    [Theory]
    [InlineData("Linux", "/home/a", "", "/home/a/.local/share/jupyter/kernels")]
    [InlineData("Linux", "/home/a", "XDG_DATA_HOME=/data", "/data/jupyter/kernels")]
    [InlineData("Linux", "/home/a", "JUPYTER_DATA_DIR=/j;XDG_DATA_HOME=/data", "/j/kernels")]
    [InlineData("Linux", "/home/a", "XDG_DATA_HOME=", "/home/a/.local/share/jupyter/kernels")]
    [InlineData("MacOS", "/Users/a", "", "/Users/a/Library/Jupyter/kernels")]
    [InlineData("MacOS", "/Users/a", "XDG_DATA_HOME=/data", "/Users/a/Library/Jupyter/kernels")]
    [InlineData("Windows", @"C:\Users\a", @"APPDATA=C:\Users\a\AppData\Roaming", @"C:\Users\a\AppData\Roaming\jupyter\kernels")]
    [InlineData("Linux", "/home/a", "JUPYTER_PLATFORM_DIRS=1", "/home/a/.local/share/jupyter/kernels")]
    [InlineData("MacOS", "/Users/a", "JUPYTER_PLATFORM_DIRS=1", "/Users/a/Library/Application Support/Jupyter/kernels")]
    [InlineData("MacOS", "/Users/a", "JUPYTER_PLATFORM_DIRS=False", "/Users/a/Library/Jupyter/kernels")]
    [InlineData("Windows", @"C:\Users\a", @"JUPYTER_PLATFORM_DIRS=1;LOCALAPPDATA=D:\local;APPDATA=D:\roaming", @"D:\local\Jupyter\kernels")]
    [InlineData("Windows", @"C:\Users\a", "", @"C:\Users\a\AppData\Roaming\jupyter\kernels")]
    public void The_user_s_folder_is_where_Jupyter_looks(string platform, string home, string variables, string expected)
    {
        Dictionary<string, string> set = variables.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1]);
        Assert.Equal(expected, KernelSpec.UserFolder(Enum.Parse<Platform>(platform), home, name => set.GetValueOrDefault(name)));
    }

    [Theory]
    [InlineData("Linux", "1234", 1234)]
    [InlineData("MacOS", "1234", 1234)]
    [InlineData("Windows", "1234", null)]
    [InlineData("Linux", "1", null)]
    [InlineData("Linux", "", null)]
    [InlineData("Linux", null, null)]
    public void The_parent_is_watched_where_Jupyter_gives_its_id_and_not_a_handle(string platform, string? value, int? expected) =>
        Assert.Equal(expected, KernelSpec.ParentProcess(Enum.Parse<Platform>(platform), value));

    [Fact]
    public void Installs_below_a_prefix_and_uninstalls()
    {
        using var folder = new TemporaryFolder();
        string kernels = KernelSpec.PrefixFolder(folder.Path);
        Assert.Equal(Path.Combine(folder.Path, "share", "jupyter", "kernels"), kernels);
        string installed = KernelSpec.Install(kernels, "hicra", ["/opt/hicra"]);
        JsonNode spec = JsonNode.Parse(File.ReadAllText(Path.Combine(installed, "kernel.json")))!;
        Assert.Equal(["/opt/hicra", "kernel", "start", "{connection_file}"], spec["argv"]!.AsArray().Select(a => (string?)a));
        Assert.Equal(("C#", "message"), ((string?)spec["language"], (string?)spec["interrupt_mode"]));
        KernelSpec.Uninstall(kernels, "hicra");
        Assert.False(Directory.Exists(installed));
        Assert.Contains("no kernel is installed", Assert.Throws<HicraException>(() => KernelSpec.Uninstall(kernels, "hicra")).Message, StringComparison.Ordinal);
        Assert.Throws<HicraException>(() => KernelSpec.Install(kernels, "../up", ["x"]));
    }

    [Fact]
    public void A_kernelspec_has_pictures_and_the_name_that_public_notebooks_know()
    {
        using var folder = new TemporaryFolder();
        string installed = KernelSpec.Install(folder.Path, ".net-csharp", ["/opt/hicra"]);
        Assert.Equal(Path.Combine(folder.Path, ".net-csharp"), installed);
        Assert.Equal(["kernel.json", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg"], Directory.GetFiles(installed).Select(p => Path.GetFileName(p)).Order());
        foreach (int size in (int[])[32, 64])
        {
            byte[] png = File.ReadAllBytes(Path.Combine(installed, $"logo-{size}x{size}.png"));
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
            Assert.Equal((size, size), (png[19], png[23]));
        }
        Assert.Contains("C# (Hicra)", System.Xml.Linq.XElement.Load(Path.Combine(installed, "logo-svg.svg")).Attribute("aria-label")!.Value, StringComparison.Ordinal);
        Assert.Equal("C# (Hicra, .net-csharp)", (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(installed, "kernel.json")))!["display_name"]);
        // Once more is no error, and nothing of it stays.
        KernelSpec.Install(folder.Path, ".net-csharp", ["/opt/hicra"]);
        KernelSpec.Uninstall(folder.Path, ".net-csharp");
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
        Assert.All((string[])["", ".", "..", "..x", "a/b", "a b"], name => Assert.Throws<HicraException>(() => KernelSpec.Install(folder.Path, name, ["x"])));
    }

    [Theory]
    [InlineData("""{"argv":["dotnet","interactive","jupyter","{connection_file}"],"display_name":".NET (C#)","language":"C#"}""", ".NET (C#)")]
    [InlineData("{", "broken")]
    public void Somebody_else_s_kernel_is_neither_overwritten_nor_removed(string spec, string named)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File(".net-csharp"));
        File.WriteAllText(folder.File(".net-csharp/kernel.json"), spec);
        Assert.Contains(named, Assert.Throws<HicraException>(() => KernelSpec.Install(folder.Path, ".net-csharp", ["x"])).Message, StringComparison.Ordinal);
        Assert.Contains(named, Assert.Throws<HicraException>(() => KernelSpec.Uninstall(folder.Path, ".net-csharp")).Message, StringComparison.Ordinal);
        Assert.Equal(spec, File.ReadAllText(folder.File(".net-csharp/kernel.json")));
    }

    [Theory]
    [InlineData("{", "no connection file")]
    [InlineData("[]", "no connection file")]
    [InlineData("""{"ip":"0.0.0.0","key":"k"}""", "loopback")]
    [InlineData("""{"ip":"127.0.0.1","key":""}""", "no key")]
    [InlineData("""{"transport":"ipc","key":"k"}""", "transport")]
    [InlineData("""{"signature_scheme":"hmac-md5","key":"k"}""", "signature_scheme")]
    [InlineData("""{"key":"k","shell_port":99999}""", "shell_port")]
    public void A_connection_file_that_cannot_be_used_says_why(string text, string why)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("c.json"), text);
        Assert.Contains(why, Assert.Throws<HicraException>(() => ConnectionFile.Read(folder.File("c.json"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abc", 2, 2)]
    [InlineData("😀b", 1, 2)]
    [InlineData("a😀b", 3, 4)]
    [InlineData("a", 9, 1)]
    [InlineData("\ud83d", 1, 1)]
    public void Positions_are_code_points(string text, int points, int utf16)
    {
        Assert.Equal(utf16, CodePoints.ToUtf16(text, points));
        Assert.Equal(Math.Min(points, CodePoints.FromUtf16(text, text.Length)), CodePoints.FromUtf16(text, utf16));
    }
}
