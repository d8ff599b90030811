"""Writes batch.json: texts of the long world, right and wrong in every way that we thought of, and what is to be said of them.

An implementation of docs/worlds.md of its own, on words, without a line of the kit: python3 judge.py > batch.json
"""
import json
import random

STRATEGIES = [("front", "aaabc"), ("pair", "aabbc"), ("middle", "bbbca"), ("ends", "ccaab"), ("heap", "aaaab"), ("back", "bbcca"), ("tail", "cccab"), ("core", "bbbbc")]
KINDS = {"coins": ("front", "ends", "tail"), "trains": ("pair", "heap", "core"), "fields": ("middle", "back", "heap"), "clocks": ("ends", "tail", "pair")}
GRAMS = [g for name, _ in STRATEGIES for g in (f"lean on {name}", f"favour the {name}")] + ["try another way", "let us switch", "but that fails"]
MARKERS = "<pad> <eos> a b c target : + = vs same diff hit miss answer".split()
VOCABULARY = [str(n) for n in range(100)] + list(dict.fromkeys(MARKERS + list(KINDS) + [w for g in GRAMS for w in g.split()]))
BY_LETTERS = {"".join(sorted(letters)): i for i, (_, letters) in enumerate(STRATEGIES)}
DIGITS = set("0123456789")
ADDITION = 22


def number(words):
    return int("".join(words))


def operand(word):
    return word.isdigit() and 10 <= int(word) <= 99


def attempt(words, at, numbers):
    """The attempt that begins at a word, or None: form, sum, slips, copies, wrong copies, and where it ends."""
    end = at + 2 + 4 * ADDITION
    part = words[at:end]
    if end > len(words) or part[0] not in numbers or not operand(part[1]):
        return None
    additions = [part[2 + i * ADDITION:2 + (i + 1) * ADDITION] for i in range(4)]
    for a in additions:
        if a[0] != "+" or a[1] not in numbers or not operand(a[2]) or a[18] != "=" or not set(a[3:18] + a[19:]) <= DIGITS:
            return None
    letters, total, slips = part[0], int(part[1]), 0
    pairs = [(int(part[1]), numbers[part[0]])]  # what is written, and what it should be
    for a in additions:
        letters += a[1]
        pairs.append((int(a[2]), numbers[a[1]]))
        carry, digits = 0, ""
        for c in range(3):
            x, y, into, out, digit = map(int, a[3 + 5 * c:8 + 5 * c])
            pairs += [(x, total // 10 ** c % 10), (y, int(a[2]) // 10 ** c % 10), (into, carry)]
            slips += x + y + into != 10 * out + digit
            carry, digits = out, str(digit) + digits
        total = number(a[19:])
        pairs.append((total, int(digits)))
    return BY_LETTERS.get("".join(sorted(letters)), -1), total, slips, len(pairs), sum(a != b for a, b in pairs), end


def judge(numbers, kind, target, words):
    verdict = {k: 0 for k in ("attempts", "sound", "plan_hits", "plan_fits", "columns", "slips", "copies", "copy_errors", "misses", "go_ons")}
    forms, grams, last, at = [], [], None, 0
    while at < len(words):
        found = attempt(words, at, numbers)
        if not found:
            at += 1
            continue
        form, total, slips, copies, wrong, end = found
        forms.append(form)
        verdict["attempts"] += 1
        if form >= 0:
            name, letters = STRATEGIES[form]
            verdict["plan_hits"] += sum(numbers[letter] for letter in letters) == target
            verdict["plan_fits"] += name in KINDS[kind]
        announced = form >= 0 and " ".join(words[max(0, at - 3):at]) in (f"lean on {STRATEGIES[form][0]}", f"favour the {STRATEGIES[form][0]}")
        stands = announced and not slips and not wrong
        verdict["sound"] += stands
        last = total if stands else None
        for key, value in (("columns", 12), ("slips", slips), ("copies", copies), ("copy_errors", wrong)):
            verdict[key] += value
        at = end
    closing = words[-5:]
    answer = number(closing[1:4]) if len(closing) == 5 and closing[0] == "answer" and closing[4] == "<eos>" and set(closing[1:4]) <= DIGITS else None
    reaches = last is not None and answer == last
    verdict["kind"] = "other" if not reaches else "right" if last == target else "plan"
    verdict["reward"] = 1 if verdict["kind"] == "right" else 0
    for i, word in enumerate(words[:-1]):
        if word == "miss":
            verdict["misses"] += 1
            verdict["go_ons"] += words[i + 1] not in ("answer", "<eos>")
    at = 0
    while at < len(words):
        gram = " ".join(words[at:at + 3])
        if gram in GRAMS:
            grams.append([at, 3, GRAMS.index(gram)])
        at += 3 if gram in GRAMS else 1
    return verdict | {"forms": forms, "grams": grams}


def execute(numbers, letters, rnd, slip, copy):
    words, total = [letters[0], str(numbers[letters[0]])], numbers[letters[0]]
    for letter in letters[1:]:
        value, carry, made = numbers[letter], 0, ""
        words += ["+", letter, str(value)]
        for c in range(3):
            x, y = total // 10 ** c % 10, value // 10 ** c % 10
            out, digit = divmod(x + y + carry, 10)
            if rnd.random() < slip:
                out, digit = rnd.choice([(1 - out, digit), (out, (digit + 1) % 10)])
            words += [str(x), str(y), str(carry), str(out), str(digit)]
            carry, made = out, str(digit) + made
        total = int(made)
        words += ["=", *made]
    if rnd.random() < copy:
        at = rnd.choice([i for i, word in enumerate(words) if word.isdigit()])
        words[at] = str(10 + (int(words[at]) + 1) % 90) if int(words[at]) > 9 else str((int(words[at]) + 1) % 10)
        total = number(words[-3:])
    return words, total


def text(rnd):
    numbers = {letter: rnd.randint(10, 99) for letter in "abc"}
    kind = rnd.choice(list(KINDS))
    name = rnd.choice(KINDS[kind])
    target = sum(numbers[letter] for letter in dict(STRATEGIES)[name])
    words, tried = [], []
    for _ in range(rnd.choice([1, 1, 2, 3, 4])):
        said, letters = rnd.choice([s for s in STRATEGIES if s[0] not in tried] if rnd.random() < .7 else [s for s in STRATEGIES if s[0] == name])
        tried.append(said)
        odd = rnd.random()
        order = "".join(rnd.sample(letters, 5)) if odd < .2 else "aaccc" if odd < .25 else letters  # another order is the same strategy; aaccc is none
        words += rnd.choice([f"lean on {said}", f"favour the {said}"] if odd < .9 else ["lean on front", "favour the", ""]).split()
        made, total = execute(numbers, order, rnd, rnd.choice([0, 0, .1]), rnd.choice([0, 0, .5]))
        words += made + ["vs"]
        for t, m in zip(f"{target:03}", f"{total:03}"):
            words += [t, "same" if t == m else "diff"]
        words.append("hit" if total == target else "miss")
        if total == target:
            break
        words += rnd.choice(GRAMS[-3:]).split()
    if words[-1] != "hit":
        del words[-3:]  # nothing follows
    words += ["answer", *f"{total if rnd.random() < .9 else target:03}", "<eos>"]
    if rnd.random() < .15:
        del words[rnd.randrange(len(words)):]  # cut off
    if rnd.random() < .1 and words:
        words[rnd.randrange(len(words))] = rnd.choice(VOCABULARY)
    return numbers, kind, target, words


def main():
    rnd = random.Random(12)
    rollouts = []
    while len(rollouts) < 80:
        numbers, kind, target, words = text(rnd)
        rollouts.append({"numbers": list(numbers.values()), "problem": kind, "target": target, "text": " ".join(words), "ids": [VOCABULARY.index(w) for w in words]} | judge(numbers, kind, target, words))
    head = {"world": "long", "vocabulary": VOCABULARY, "strategies": [s[0] for s in STRATEGIES], "grams": GRAMS}
    print(json.dumps(head)[:-1] + ', "rollouts": [\n' + ",\n".join(json.dumps(r, separators=(",", ":")) for r in rollouts) + "\n]}")


main()
