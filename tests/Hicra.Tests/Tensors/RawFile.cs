using System.Buffers.Binary;
using System.Text;

namespace Hicra.Tests.Tensors;

/// <summary>Safetensors files put together by hand, so that tests do not read what the code under test wrote.</summary>
internal static class RawFile
{
    /// <summary>Length, header as it stands, data.</summary>
    public static byte[] Bytes(string header, params ReadOnlySpan<byte> data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header), file = new byte[8 + json.Length + data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(file, json.Length);
        json.CopyTo(file, 8);
        data.CopyTo(file.AsSpan(8 + json.Length));
        return file;
    }

    /// <summary>A header's entry.</summary>
    public static string Entry(string name, string type, string shape, long begin, long end) =>
        $$"""
        "{{name}}":{"dtype":"{{type}}","shape":[{{shape}}],"data_offsets":[{{begin}},{{end}}]}
        """;
}
