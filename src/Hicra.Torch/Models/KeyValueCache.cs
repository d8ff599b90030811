using TorchSharp;
using static TorchSharp.torch;

namespace Hicra.Torch.Models;

/// <summary>Keys and values of what rows have read, each row at a position of its own.</summary>
internal sealed class KeyValueCache : IDisposable
{
    private readonly Tensor[] _keys, _values;
    private readonly ScalarType _type;
    private long _used;

    /// <summary>An empty cache.</summary>
    /// <param name="layers">Layers of the model.</param>
    /// <param name="rows">Rows in lockstep.</param>
    /// <param name="heads">Heads of keys and values.</param>
    /// <param name="longest">Positions of the longest row.</param>
    /// <param name="size">Width of a head.</param>
    /// <param name="type">Type of keys and values.</param>
    /// <param name="device">Where it lies.</param>
    public KeyValueCache(int layers, long rows, long heads, long longest, long size, ScalarType type, Device device)
    {
        _keys = [.. Enumerable.Range(0, layers).Select(_ => zeros(rows, heads, longest, size, type, device).DetachFromDisposeScope())];
        _values = [.. Enumerable.Range(0, layers).Select(_ => zeros(rows, heads, longest, size, type, device).DetachFromDisposeScope())];
        _type = type;
        (Positions, Mask) = (new CachePositions(zeros(1, 1, int64, device)), zeros(1, type, device));
    }

    /// <summary>Where the tokens that are read now stand.</summary>
    public CachePositions Positions { get; private set; }

    /// <summary>[rows, 1, time, used] 0 where a token may look and minus infinity elsewhere.</summary>
    public Tensor Mask { get; private set; }

    /// <summary>Rows in lockstep.</summary>
    public long Rows => _keys[0].shape[0];

    /// <summary>Says where the next tokens stand.</summary>
    /// <param name="positions">[rows, time] int64.</param>
    /// <param name="used">Positions that any row has, those of the next tokens included; nothing behind them is looked at. 0 for all.</param>
    public void MoveTo(Tensor positions, long used = 0)
    {
        Positions = new CachePositions(positions);
        long longest = _used = used > 0 ? used : _keys[0].shape[2];
        Tensor places = arange(longest, dtype: int64, device: positions.device).view(1, 1, 1, longest);
        Mask = zeros([positions.shape[0], 1, positions.shape[1], longest], _type, positions.device).masked_fill_(places.gt(positions.unsqueeze(1).unsqueeze(-1)), float.NegativeInfinity);
    }

    /// <summary>Puts keys and values at those places.</summary>
    /// <returns>[rows, heads, used, size] keys and values of all positions that any row has.</returns>
    public (Tensor Keys, Tensor Values) Append(int layer, Tensor keys, Tensor values)
    {
        Tensor index = Positions.Ids.unsqueeze(1).unsqueeze(-1).expand(keys.shape);
        _keys[layer].scatter_(2, index, keys);
        _values[layer].scatter_(2, index, values);
        return (_keys[layer].narrow(2, 0, _used), _values[layer].narrow(2, 0, _used));
    }

    /// <summary>Gives rows what rows of another cache, of no more positions, have read.</summary>
    /// <param name="rows">[count] int64 the rows that take it.</param>
    /// <param name="from">The other cache.</param>
    /// <param name="fromRows">[count] int64 whose rows give it.</param>
    public void Put(Tensor rows, KeyValueCache from, Tensor fromRows)
    {
        using DisposeScope scope = NewDisposeScope();
        long length = from._keys[0].shape[2];
        for (int i = 0; i < _keys.Length; i++)
        {
            _keys[i].narrow(2, 0, length).index_copy_(0, rows, from._keys[i].index_select(0, fromRows));
            _values[i].narrow(2, 0, length).index_copy_(0, rows, from._values[i].index_select(0, fromRows));
        }
    }

    /// <summary>Keeps some rows, in a new order; a row may be taken several times.</summary>
    public void Keep(Tensor rows)
    {
        for (int i = 0; i < _keys.Length; i++)
        {
            (Tensor oldKeys, Tensor oldValues) = (_keys[i], _values[i]);
            _keys[i] = oldKeys.index_select(0, rows).DetachFromDisposeScope();
            _values[i] = oldValues.index_select(0, rows).DetachFromDisposeScope();
            oldKeys.Dispose();
            oldValues.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in _keys.Concat(_values)) tensor.Dispose();
    }
}

/// <summary>Positions of tokens.</summary>
/// <param name="Ids">[rows, time] int64.</param>
internal sealed record CachePositions(Tensor Ids)
{
    /// <summary>[rows, 1, time, half] the rows of a table of rotations, one for each token.</summary>
    public Tensor Select(Tensor table) => table.index_select(0, Ids.reshape(-1)).view(Ids.shape[0], 1, Ids.shape[1], table.shape[1]);
}
