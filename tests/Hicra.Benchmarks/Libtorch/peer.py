"""The same model, step and sampling in PyTorch, for `Hicra.Benchmarks torch`: prints seconds a step and tokens a second, of cores or, on a card, of the clock."""
import json, math, resource, statistics, sys, time
import torch
import torch.nn.functional as F

vocabulary, hidden, layers, heads, key_heads, size, inner, rounds, sequences, length, rows, new_tokens, prompt = map(int, sys.argv[2:])
if hasattr(torch, 'set_default_device'):
    torch.set_default_device(sys.argv[1])
elif sys.argv[1] != 'cpu':
    sys.exit('PyTorch before 2.0 is measured on the CPU alone')
torch.manual_seed(0)
weights = lambda *shape: torch.nn.Parameter(torch.randn(*shape) * 0.02)
embedding, last = weights(vocabulary, hidden), torch.nn.Parameter(torch.ones(hidden))
blocks = [dict(n1=torch.nn.Parameter(torch.ones(hidden)), n2=torch.nn.Parameter(torch.ones(hidden)), q=weights(heads * size, hidden), k=weights(key_heads * size, hidden),
               v=weights(key_heads * size, hidden), o=weights(hidden, heads * size), g=weights(inner, hidden), u=weights(inner, hidden), d=weights(hidden, inner)) for _ in range(layers)]
parameters = [embedding, last] + [p for b in blocks for p in b.values()]
angles = torch.outer(torch.arange(1024).float(), 10000 ** (-torch.arange(0, size, 2).float() / size))
cosines, sines = angles.cos(), angles.sin()


def attended(q, k, v, is_causal):
    scores = q @ k.transpose(-1, -2) / size ** 0.5
    if is_causal:
        scores = scores.masked_fill(torch.ones(scores.shape[-2:], dtype=torch.bool).triu(1), -math.inf)
    return scores.softmax(-1) @ v


# PyTorch before 2.0 (Debian 12 has 1.13) has no fused attention.
attention = getattr(F, 'scaled_dot_product_attention', attended)
norm = lambda x, w: x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-6) * w


def rotated(x, at):
    c, s = cosines[at:at + x.shape[2]], sines[at:at + x.shape[2]]
    a, b = x.chunk(2, -1)
    return torch.cat([a * c - b * s, b * c + a * s], -1)


def states(ids, cache=None, at=0):
    x = embedding[ids]
    count, time = ids.shape
    for i, b in enumerate(blocks):
        n = norm(x, b['n1'])
        q, k, v = (F.linear(n, b[name]).view(count, time, -1, size).transpose(1, 2) for name in 'qkv')
        q, k = rotated(q, at), rotated(k, at)
        if cache is not None:
            cache[i][0][:, :, at:at + time], cache[i][1][:, :, at:at + time] = k, v
            k, v = cache[i][0][:, :, :at + time], cache[i][1][:, :, :at + time]
        k, v = k.repeat_interleave(heads // key_heads, 1), v.repeat_interleave(heads // key_heads, 1)
        a = attention(q, k, v, is_causal=time > 1)
        x = x + F.linear(a.transpose(1, 2).reshape(count, time, -1), b['o'])
        n = norm(x, b['n2'])
        x = x + F.linear(F.silu(F.linear(n, b['g'])) * F.linear(n, b['u']), b['d'])
    return norm(x, last)


def now():
    if sys.argv[1] != 'cpu':
        torch.cuda.synchronize()
        return time.perf_counter()
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def measured(work):
    work()
    times = []
    for _ in range(rounds):
        start = now()
        work()
        times.append(now() - start)
    return statistics.median(times)


optimizer = torch.optim.AdamW(parameters, lr=1e-12, betas=(0.9, 0.95), weight_decay=0)
ids = torch.randint(vocabulary, (sequences, length))


def step():
    every = F.log_softmax(states(ids[:, :-1]).reshape(-1, hidden) @ embedding.t(), 1)
    entropy = -(every.exp() * every).sum(1)
    (every.gather(1, ids[:, 1:].reshape(-1, 1)).mul(-1e-5).sum() + entropy.mul(1e-7).sum()).backward()
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    optimizer.step()
    optimizer.zero_grad()


@torch.no_grad()
def sample():
    cache = [[torch.zeros(rows, key_heads, prompt + new_tokens, size) for _ in range(2)] for _ in blocks]
    ids, at = torch.randint(vocabulary, (rows, prompt)), 0
    for _ in range(new_tokens):
        last_state = states(ids, cache, at)[:, -1]
        at += ids.shape[1]
        every = F.log_softmax(last_state @ embedding.t(), 1)
        ids = torch.multinomial(every.exp(), 1)
        chosen, entropy = every.gather(1, ids).tolist(), (-(every.exp() * every).sum(1)).tolist()


seconds, sampling = measured(step), measured(sample)
print(json.dumps(dict(version=torch.__version__, step=seconds, sampled=rows * new_tokens / sampling, parameters=sum(p.numel() for p in parameters))))
