"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const runs = data.runs, colours = [..."abcdefgh"].map(c => `var(--${c})`);
  const at = id => document.getElementById(id);
  const state = { step: 0, group: null, run: 0, rollout: 0, token: 0, layer: "advantage", ratio: 1, alpha: null };

  // Everything that a model or a user wrote goes in as a text node.
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) if (value !== null && value !== false) element.setAttribute(name, value);
    for (const child of children) element.append(child);
    return element;
  }
  function draw(tag, attributes, text) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (text !== undefined) element.textContent = text;
    return element;
  }
  const trim = text => text.includes(".") && !text.includes("e") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
  const show = x => x === undefined || x === null ? "–" : x === 0 ? "0" : Math.abs(x) >= 1e5 || Math.abs(x) < 1e-4 ? x.toExponential(2) : trim(x.toPrecision(4));
  const signed = x => x === undefined || x === null ? "–" : (x > 0 ? "+" : "") + show(x);
  const inside = x => x < 0 ? "(" + show(x) + ")" : show(x);

  const saved = [...new Set(runs.flatMap(r => r.steps.map(s => s.step)))].sort((a, b) => a - b);
  const allSteps = [...new Set(runs.flatMap(r => Object.values(r.curves).flatMap(c => c[0])).concat(saved))].sort((a, b) => a - b);
  const nearest = (list, step) => list.length === 0 ? null : list.reduce((best, s) => Math.abs(s - step) < Math.abs(best - step) ? s : best);
  const stepOf = run => run.steps.find(s => s.step === nearest(saved, state.step)) || null;
  const groupOf = run => { const step = stepOf(run); return step && step.groups.find(g => g.group === state.group) || null; };

  // ---- 1: training ----
  const W = 280, H = 130, L = 44, R = 6, T = 6, B = 18;
  const charts = [];
  function lines(panel) {
    return panel.series.flatMap(([key, name], s) => runs.map((run, r) => ({ run, r, s, name, points: run.curves[key] })).filter(l => l.points));
  }
  function niceTicks(low, high) {
    const raw = (high - low) / 3, unit = Math.pow(10, Math.floor(Math.log10(raw)));
    const size = [1, 2, 2.5, 5, 10].map(m => m * unit).find(u => u >= raw);
    const ticks = [];
    for (let i = Math.ceil(low / size - 1e-9); i * size <= high + size * 1e-9; i++) ticks.push(i * size);
    return ticks;
  }
  function buildChart(panel) {
    const all = lines(panel);
    if (all.length === 0) return;
    let low = Infinity, high = -Infinity;
    for (const line of all) for (const y of line.points[1]) { low = Math.min(low, y); high = Math.max(high, y); }
    // A part is seen against its whole.
    if (panel.share) low = Math.min(0, low);
    if (high - low < 1e-12) { low -= Math.abs(low) * .1 + .05; high += Math.abs(high) * .1 + .05; }
    const first = allSteps[0], last = allSteps[allSteps.length - 1];
    const x = s => L + (W - L - R) * (last === first ? .5 : (s - first) / (last - first));
    const y = v => T + (H - T - B) * (1 - (v - low) / (high - low));
    const svg = draw("svg", { viewBox: `0 0 ${W} ${H}`, role: "img", "aria-label": panel.title });
    for (const tick of niceTicks(low, high)) {
      svg.append(draw("line", { x1: L, x2: W - R, y1: y(tick), y2: y(tick), stroke: "var(--line)", "stroke-width": .7 }));
      svg.append(draw("text", { x: L - 4, y: y(tick) + 3, "text-anchor": "end" }, panel.share ? show(Number((100 * tick).toPrecision(6))) + " %" : show(Number(tick.toPrecision(6)))));
    }
    svg.append(draw("text", { x: L, y: H - 5 }, String(first)), draw("text", { x: W - R, y: H - 5, "text-anchor": "end" }, String(last)), draw("text", { x: (L + W - R) / 2, y: H - 5, "text-anchor": "middle" }, "step"));
    for (const { points, r, s } of all) {
      const path = points[0].map((step, i) => `${i ? "L" : "M"}${x(step).toFixed(1)} ${y(points[1][i]).toFixed(1)}`).join("");
      svg.append(draw("path", { d: path, fill: "none", stroke: colours[r], "stroke-width": 1.5, "stroke-linejoin": "round", ...(s ? { "stroke-dasharray": "4 3" } : {}) }));
    }
    const cursor = draw("line", { y1: T, y2: H - B, stroke: "var(--fg)", "stroke-width": 1 });
    svg.append(cursor);
    const now = make("span", { class: "now" });
    const figure = make("figure", null, make("figcaption", { title: panel.series.map(s => s[2]).join(" ") }, make("b", null, panel.title), document.createElement("br"), now), svg);
    svg.addEventListener("click", event => {
      const box = svg.getBoundingClientRect(), px = (event.clientX - box.left) * W / box.width;
      setStep(nearest(allSteps, first + (last - first) * (px - L) / (W - L - R)));
    });
    at("charts").append(figure);
    charts.push(() => {
      cursor.setAttribute("x1", x(state.step)); cursor.setAttribute("x2", x(state.step));
      now.replaceChildren();
      for (const { points, r, s, name } of all) {
        const i = points[0].indexOf(nearest(points[0], state.step));
        const label = panel.series.length > 1 ? (s ? "╌ " : "— ") + name + " " : "— ";
        now.append(make("span", { style: `color:${colours[r]};margin-right:.8em` }, label + (panel.share ? (100 * points[1][i]).toFixed(1) + " %" : show(points[1][i]))));
      }
    });
  }

  // ---- 2: the group ----
  const LAYERS = [["advantage", "advantage"], ["change", "change by credit"], ["entropy", "entropy"], ["logprob", "log-prob"], ["planning", "planning only"]];
  const LEGENDS = {
    advantage: [["rgba(var(--down),.6)", "pushed down (A < 0)"], ["rgba(var(--up),.6)", "pushed up (A > 0)"]],
    change: [["rgba(var(--down),.6)", "less than the rollout's advantage"], ["rgba(var(--up),.6)", "more than the rollout's advantage"]],
    entropy: [["rgba(var(--heat),.08)", "0 nats"], ["rgba(var(--heat),.65)", "2 nats or more"]],
    logprob: [["rgba(var(--heat),.08)", "sure (log-prob 0)"], ["rgba(var(--heat),.65)", "unlikely (-4 or less)"]],
    planning: [["var(--plan)", "planning token"]],
  };
  const shade = (rgb, share) => `rgba(var(--${rgb}),${(.65 * Math.min(1, Math.max(0, share))).toFixed(3)})`;
  function colour(rollout, i, gram) {
    const advantage = rollout.a ? rollout.a[i] : rollout.advantage, change = advantage - rollout.advantage;
    switch (state.layer) {
      case "advantage": return advantage ? shade(advantage > 0 ? "up" : "down", .12 + Math.abs(advantage) / 2.5) : "";
      case "change": return Math.abs(change) > 1e-3 ? shade(change > 0 ? "up" : "down", .2 + Math.abs(change) / .5) : "";
      case "entropy": return rollout.e ? shade("heat", rollout.e[i] / 2) : "";
      case "logprob": return rollout.l ? shade("heat", -rollout.l[i] / 4) : "";
      default: return gram ? "var(--plan)" : "";
    }
  }
  function gramsOf(run, rollout) {
    const at = [];
    for (const [start, length, gram] of rollout.g) for (let i = start; i < start + length; i++) at[i] = run.grams[gram] || "gram " + gram;
    return at;
  }
  function describe(run, rollout, i, gram) {
    return `token ${i}: log-prob ${show(rollout.l && rollout.l[i])}, entropy ${show(rollout.e && rollout.e[i])} nats, advantage ${signed(rollout.a && rollout.a[i])}` + (gram ? `, planning: ${gram}` : ", execution");
  }
  function renderGroup() {
    const container = at("group");
    container.replaceChildren();
    runs.forEach((run, r) => {
      const group = groupOf(run), step = stepOf(run);
      const side = make("div", null, make("h3", { style: `color:${colours[r]}` }, run.name));
      if (!group) side.append(make("p", { class: "hint" }, run.steps.length ? "No rollouts of this problem here at this step." : "This run has no saved rollouts."));
      else {
        side.append(make("p", { class: "hint" }, `step ${step.step} · ${group.prompt}`));
        if (group.picture) {
          const picture = draw("svg", { viewBox: `0 0 ${group.picture.width} ${group.picture.height}`, width: 8 * group.picture.width, role: "img", "aria-label": "the picture of the prompt" });
          picture.append(draw("path", { d: group.picture.path, fill: "currentColor" }));
          side.append(picture);
        }
        group.rollouts.forEach((rollout, n) => {
          const grams = gramsOf(run, rollout), tokens = make("div", { class: "tokens" });
          rollout.w.forEach((word, i) => {
            const chosen = r === state.run && n === state.rollout && i === state.token;
            tokens.append(make("span", {
              class: grams[i] ? "t plan" : "t", role: "button", tabindex: chosen ? 0 : -1, "aria-pressed": chosen ? "true" : "false",
              title: describe(run, rollout, i, grams[i]), style: `background:${colour(rollout, i, grams[i])}`, "data-at": `${r},${n},${i}`,
            }, data.words[word]));
          });
          side.append(make("div", { class: "rollout" + (rollout.kind === "right" ? " right" : "") },
            make("p", null, `#${n} · ${rollout.kind === "right" ? "✓ right" : rollout.kind === "plan" ? "✗ wrong plan" : "✗ " + (rollout.kind || "?")} · reward ${show(rollout.reward)} · advantage ${signed(rollout.advantage)} · ${rollout.w.length} tokens`), tokens));
        });
      }
      container.append(side);
    });
  }
  function renderProblems() {
    const found = new Map();
    for (const run of runs) for (const group of (stepOf(run) || { groups: [] }).groups) if (!found.has(group.group)) found.set(group.group, group.problem || group.prompt || "problem " + group.group);
    const ids = [...found.keys()].sort((a, b) => a - b);
    if (!ids.includes(state.group)) { state.group = ids.length ? ids[0] : null; [state.run, state.rollout, state.token] = [0, 0, 0]; }
    at("problems").replaceChildren(...ids.map(id => {
      const button = make("button", { type: "button", "aria-pressed": id === state.group ? "true" : "false" }, found.get(id));
      button.addEventListener("click", () => { state.group = id; [state.rollout, state.token] = [0, 0]; render(); });
      return button;
    }));
  }
  function renderLayers() {
    at("layers").replaceChildren(...LAYERS.map(([key, name]) => {
      const button = make("button", { type: "button", role: "radio", "aria-checked": key === state.layer ? "true" : "false" }, name);
      button.addEventListener("click", () => { state.layer = key; renderLayers(); renderGroup(); });
      return button;
    }));
    const legend = at("legend");
    legend.replaceChildren("Underlined: planning tokens (strategic grams). ");
    for (const [fill, text] of LEGENDS[state.layer]) legend.append(make("span", { class: "scale", style: `background:${fill}` }), text + " ");
    legend.append(" · Arrow keys move from token to token.");
  }
  function choose(r, n, i, focus) {
    [state.run, state.rollout, state.token] = [r, n, i];
    for (const token of document.querySelectorAll(".t[aria-pressed=true]")) { token.setAttribute("aria-pressed", "false"); token.tabIndex = -1; }
    const chosen = document.querySelector(`.t[data-at="${r},${n},${i}"]`);
    if (chosen) { chosen.setAttribute("aria-pressed", "true"); chosen.tabIndex = 0; if (focus) chosen.focus(); }
    renderToken();
  }
  at("group").addEventListener("click", event => {
    const token = event.target.closest(".t");
    if (token) choose(...token.dataset.at.split(",").map(Number), true);
  });
  at("group").addEventListener("keydown", event => {
    const token = event.target.closest(".t");
    if (!token) return;
    let [r, n, i] = token.dataset.at.split(",").map(Number);
    const rollouts = groupOf(runs[r]).rollouts;
    switch (event.key) {
      case "ArrowRight": i++; break;
      case "ArrowLeft": i--; break;
      case "ArrowDown": n++; break;
      case "ArrowUp": n--; break;
      case "Home": i = 0; break;
      case "End": i = rollouts[n].w.length - 1; break;
      case "Enter": case " ": break;
      default: return;
    }
    event.preventDefault();
    n = Math.min(Math.max(n, 0), rollouts.length - 1);
    choose(r, n, Math.min(Math.max(i, 0), rollouts[n].w.length - 1), true);
  });

  // ---- 3: the token ----
  const mean = xs => xs.reduce((a, b) => a + b, 0) / xs.length;
  function groupAdvantage(settings, group, rollout) {
    const rewards = group.rollouts.map(r => r.reward), m = mean(rewards), list = rewards.map(show).join(", ");
    const deviation = rewards.length > 1 ? Math.sqrt(rewards.reduce((s, x) => s + (x - m) * (x - m), 0) / (rewards.length - 1)) : 1;
    const head = [["rewards R of the group", list]];
    switch (settings.estimator) {
      case "group-z-score": return head.concat([["A = (R − mean R) / (std R + 10⁻⁶)", `(${show(rollout.reward)} − ${show(m)}) / (${show(deviation)} + 10⁻⁶) = `]]);
      case "group-mean": return head.concat([["A = R − mean R", `${show(rollout.reward)} − ${show(m)} = `]]);
      case "leave-one-out": case "rloo": return head.concat([["A = R − mean of the others' R", `${show(rollout.reward)} − ${show((m * rewards.length - rollout.reward) / Math.max(1, rewards.length - 1))} = `]]);
      case "opo": {
        const tokens = group.rollouts.reduce((s, r) => s + r.w.length, 0), base = group.rollouts.reduce((s, r) => s + r.reward * r.w.length, 0) / tokens;
        return head.concat([["A = R − length-weighted mean R", `${show(rollout.reward)} − ${show(base)} = `]]);
      }
      case "batch-z-score": return head.concat([["A = (R − mean R) / std of the whole batch", `(${show(rollout.reward)} − ${show(m)}) / std = `]]);
      default: return head.concat([[`A by the estimator ${settings.estimator}`, ""]]);
    }
  }
  // The planning rule is known in full; what other rules did shows in the saved advantage.
  function credit(run, rollout, i, gram) {
    const A = rollout.advantage, saved = rollout.a ? rollout.a[i] : A, method = run.method;
    if (method === "grpo" || method === "entropy-bonus") return { value: A, rule: "Aₜ = A  (uniform credit)", numbers: `${show(A)}` };
    if (method === "hicra") {
      const alpha = rollout.alpha === undefined ? run.settings.alpha : rollout.alpha;
      return gram ? { value: A + alpha * Math.abs(A), rule: "Aₜ = A + α·|A|  (planning token)", numbers: `${show(A)} + ${show(alpha)}·|${show(A)}| = ${show(A + alpha * Math.abs(A))}` }
        : { value: A, rule: "Aₜ = A  (execution token)", numbers: `${show(A)}` };
    }
    return { value: saved, rule: `Aₜ by the rule ${method}, as saved`, numbers: Math.abs(saved - A) > 1e-4 ? `${show(A)} → ${show(saved)}` : `${show(saved)}` };
  }
  function objective(settings, ratio, A, logProb) {
    const low = 1 - settings["clip-low"], high = 1 + settings["clip-high"], clipped = Math.min(Math.max(ratio, low), high), dual = settings["dual-clip"];
    if (settings.loss === "cispo") return { rule: "J = sg[clip(r)]·Aₜ·log p", numbers: `${show(clipped)}·${inside(A)}·${inside(logProb)}`, value: clipped * A * logProb, slope: clipped * A, low, high, clipped };
    let value = Math.min(ratio * A, clipped * A), slope = clipped * A < ratio * A ? 0 : ratio * A, rule = "J = min(r·Aₜ, clip(r)·Aₜ)", numbers = `min(${show(ratio)}·${inside(A)}, ${show(clipped)}·${inside(A)})`;
    if (dual && A < 0) { rule = "J = max(min(r·Aₜ, clip(r)·Aₜ), c·Aₜ)"; numbers = `max(${numbers}, ${show(dual)}·${inside(A)})`; if (dual * A > value) { value = dual * A; slope = 0; } }
    if (settings.loss === "gspo") rule += "  (r is the whole sequence's ratio)";
    return { rule, numbers, value, slope, low, high, clipped };
  }
  function weight(settings, step, group, rollout) {
    const perBatch = step.tokens / settings.minibatches, sequences = step.rollouts / settings.minibatches;
    switch (settings.loss === "gspo" ? "seq-mean-token-mean" : settings.aggregation) {
      case "token-mean": return { value: 1 / perBatch, text: `1/N, N ≈ ${Math.round(perBatch)} tokens of a minibatch (${step.tokens} / ${settings.minibatches})` };
      case "token-sum": return { value: 1, text: "1" };
      case "seq-mean-token-sum": return { value: 1 / sequences, text: `1/${show(sequences)} rollouts of a minibatch` };
      case "seq-mean-token-mean": return { value: 1 / (sequences * rollout.w.length), text: `1/(${show(sequences)} rollouts · ${rollout.w.length} tokens)` };
      default: return { value: 1 / (sequences * settings["max-new-tokens"]), text: `1/(${show(sequences)} rollouts · ${settings["max-new-tokens"]} longest)` };
    }
  }
  function formula(run, r, group, rollout, i) {
    const settings = run.settings, step = stepOf(run), gram = gramsOf(run, rollout)[i], list = make("dl");
    const line = (rule, numbers, result, note) => { list.append(make("dt", null, rule)); const dd = make("dd", null, numbers); if (result !== undefined) dd.append(make("b", null, result)); if (note) dd.append(make("span", { class: "whatif" }, note)); list.append(dd); };
    line("token", JSON.stringify(data.words[rollout.w[i]]) + (gram ? `  planning: “${gram}”` : "  execution") + `  ·  p = ${show(rollout.l && Math.exp(rollout.l[i]))}, entropy ${show(rollout.e && rollout.e[i])} nats`);
    if (rollout.advantage === undefined) {
      line("advantage", "not known: the source has none, and no rewards of a group to make it of");
      return make("div", { class: "formula" }, make("h3", { style: `color:${colours[r]}` }, `${run.name} · rollout ${rollout.index}, token ${i} of ${rollout.w.length}`), list);
    }
    const [rewards, advantage] = groupAdvantage(settings, group, rollout);
    line(...rewards);
    line(advantage[0], advantage[1], show(rollout.advantage));
    const own = credit(run, rollout, i, gram);
    const moved = state.alpha !== null && gram, A = moved ? rollout.advantage + state.alpha * Math.abs(rollout.advantage) : own.value;
    line(own.rule, own.numbers, undefined, moved ? `   with α = ${state.alpha.toFixed(2)}: ${show(rollout.advantage)} + ${state.alpha.toFixed(2)}·|${show(rollout.advantage)}| = ${show(A)}` : undefined);
    const logProb = rollout.l ? rollout.l[i] : 0, J = objective(settings, state.ratio, A, logProb);
    line("r = exp(log p now − log p when sampled)", !rollout.l ? "log-probs are not in the log; at the first update " : state.ratio === 1 ? `exp(${show(logProb)} − ${inside(logProb)}) = ` : "", show(state.ratio), state.ratio === 1 ? undefined : "   by the slider");
    line(`clip(r, ${show(J.low)}, ${show(J.high)})`, "", show(J.clipped), J.clipped === state.ratio ? "" : "   clipped");
    line(J.rule, J.numbers + " = ", show(J.value));
    const w = weight(settings, step, group, rollout);
    line("contribution to the objective", `${show(J.value)} · ${w.text} = `, show(J.value * w.value));
    line("gradient of the objective by log p", `${show(J.slope)} · weight = `, show(J.slope * w.value), J.slope === 0 && A !== 0 ? "   the clip stops it" : "");
    return make("div", { class: "formula" }, make("h3", { style: `color:${colours[r]}` }, `${run.name} · rollout ${rollout.index}, token ${i} of ${rollout.w.length}`), list);
  }
  function renderToken() {
    const container = at("token");
    container.replaceChildren();
    const chosen = runs[state.run] && groupOf(runs[state.run]);
    if (!chosen || !chosen.rollouts[state.rollout]) { container.append(make("p", { class: "hint" }, "Choose a token above.")); return; }
    // The other run's token at the same place stands beside it, where there is one.
    runs.forEach((run, r) => {
      const group = groupOf(run), rollout = group && group.rollouts[state.rollout];
      if (rollout && state.token < rollout.w.length) container.append(formula(run, r, group, Object.assign({ index: state.rollout }, rollout), state.token));
      else if (r !== state.run) container.append(make("p", { class: "hint" }, `${run.name} has no token at this place.`));
    });
    const base = runs[state.run].settings.alpha;
    at("ratio-is").textContent = state.ratio.toFixed(2);
    at("alpha-is").textContent = state.alpha === null ? "as run" : state.alpha.toFixed(2);
    at("ratio").value = state.ratio;
    if (state.alpha === null) at("alpha").value = base;
  }

  // ---- together ----
  function setStep(step) { if (step === null || step === state.step) return; state.step = step; render(); }
  function render() {
    at("step").value = allSteps.indexOf(state.step);
    const near = nearest(saved, state.step);
    at("at").textContent = `step ${state.step} of ${allSteps[allSteps.length - 1]}` + (near === null ? "" : near === state.step ? " · its rollouts below" : ` · rollouts of step ${near} below`);
    for (const update of charts) update();
    renderProblems();
    renderGroup();
    renderToken();
  }
  runs.forEach((run, r) => at("runs").append(make("span", null, make("i", { class: "swatch", style: `background:${colours[r]}` }), run.log ? `${run.name}: ${run.log}` : `${run.name}: ${run.method}` + (["grpo", "entropy-bonus", "top-entropy"].includes(run.method) ? "" : `, α = ${show(run.settings.alpha)}`) + `, seed ${run.settings.seed}`)));
  const table = make("table"), names = [...new Set(runs.filter(r => !r.log).flatMap(r => Object.keys(r.settings)))];
  table.append(make("tr", null, make("th", null, "setting"), ...runs.map(r => make("th", null, r.name))));
  for (const name of names) table.append(make("tr", null, make("td", null, name), ...runs.map(r => make("td", null, r.log ? "–" : String(r.settings[name] ?? "–")))));
  at("settings").append(table);
  for (const panel of data.panels) for (const [, name, about] of panel.series) if (about) at("words").append(make("p", { class: "hint" }, make("b", null, panel.series.length > 1 ? `${panel.title}, ${name}` : panel.title), `: ${about}`));
  for (const note of data.notes) at("notes").append(make("p", null, note));
  if (allSteps.length === 0) { at("at").textContent = "the run has no finished step yet"; return; }

  at("step").max = allSteps.length - 1;
  at("step").addEventListener("input", () => setStep(allSteps[Number(at("step").value)]));
  at("previous").addEventListener("click", () => setStep(saved.filter(s => s < state.step).pop() ?? null));
  at("next").addEventListener("click", () => setStep(saved.find(s => s > state.step) ?? null));
  at("ratio").addEventListener("input", () => { state.ratio = Number(at("ratio").value); renderToken(); });
  at("alpha").addEventListener("input", () => { state.alpha = Number(at("alpha").value); renderToken(); });
  at("reset").addEventListener("click", () => { state.ratio = 1; state.alpha = null; renderToken(); });
  for (const panel of data.panels) buildChart(panel);
  state.step = saved.length ? saved[Math.floor(saved.length / 2)] : allSteps[allSteps.length - 1];
  renderLayers();
  render();
  // A planning token of a rollout that had an advantage is the best place to begin.
  const group = groupOf(runs[0]);
  if (group) {
    const n = Math.max(0, group.rollouts.findIndex(r => r.advantage > 0 && r.g.length > 0));
    choose(0, n, group.rollouts[n].g.length ? group.rollouts[n].g[0][0] : 0, false);
  }
})();
