// A to B and B to A.

import { get, type Tally } from "../api";
import { count, h } from "../dom";
import { downloads, eventList } from "../events";
import { csvText, figure, quadLegend } from "../figure";
import { codeList } from "../filterbar";
import type { Context } from "../main";
import { filters, go, params } from "../state";
import { coarser, grainFor, type Grain } from "../time";
import { scoreChart, timeChart, timeTable, type Series } from "../timechart";
import { actorName, signed } from "../words";
import { dyadTable } from "./dyads";

function chooser(a: string, b: string): HTMLElement {
  const field = (name: string, label: string, value: string) =>
    h("label", {}, label, h("input", { name, value, placeholder: "code or name", autocomplete: "off", spellcheck: "false", required: true, list: "codes", size: 14 }));
  const form = h("form", { class: "pair", "aria-label": "Two actors" }, field("a", "One side", a), field("b", "Other side", b),
    h("button", { type: "submit" }, "Compare"), a && b ? h("button", { type: "button", onclick: () => go({ a: b, b: a }) }, "Swap") : null,
    document.getElementById("codes") ? null : codeList());
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    const data = new FormData(form);
    go({ a: String(data.get("a")).trim(), b: String(data.get("b")).trim() });
  });
  return form;
}

function numbers(grain: Grain, sides: { actor: string; recipient: string; tally: Tally }[]): string {
  const head = [grain, "actor", "recipient", "events", "score", "verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"];
  return csvText([head, ...sides.flatMap(({ actor, recipient, tally }) =>
    tally.rows.filter((r) => r.key[0]).map((r) => [r.key[0]!, actor, recipient, r.events, r.score.toFixed(3), ...r.quad]))]);
}

function mean(t: Tally): string {
  if (t.events === 0) return "no events";
  const n = t.rows.reduce((sum, r) => sum + r.events, 0);
  return `${count(t.events)} events, mean score ${signed(t.rows.reduce((sum, r) => sum + r.score * r.events, 0) / n)}`;
}

async function choose(f: URLSearchParams, signal: AbortSignal): Promise<Node[]> {
  const t = await get<Tally>("/api/tally", new URLSearchParams([...f, ["by", "actor,recipient"], ["order", "count"], ["limit", "90"]]), signal);
  return [h("section", {}, h("h2", {}, "Which two?"), chooser("", ""), h("p", { class: "lead" }, "Codes of states (SYR), sectors (MIL), both (SYR/MIL), or part of a name; or one of the busiest pairs:"),
    dyadTable(t.rows.filter((r) => r.key[0] && r.key[1] && r.key[0] !== r.key[1]), 20))];
}

export async function dyad({ about, signal }: Context): Promise<Node[]> {
  const a = params().get("a") ?? "", b = params().get("b") ?? "";
  const f = filters(["actor", "recipient", "party"]);
  if (!a || !b) return choose(f, signal);
  const side = (actor: string, recipient: string) => new URLSearchParams([...f, ["actor", actor], ["recipient", recipient]]);
  const both = (by: Grain) => Promise.all([[a, b], [b, a]].map(([x, y]) =>
    get<Tally>("/api/tally", new URLSearchParams([...side(x!, y!), ["by", by], ["limit", "5000"]]), signal))) as Promise<[Tally, Tally]>;
  let grain = grainFor(f.get("from") ?? about.store!.from ?? "2000", f.get("to") ?? about.store!.to ?? "2030");
  let [ab, ba] = await both(grain);
  const wider = coarser(grain, ab.events + ba.events, Math.max(ab.rows.length, ba.rows.length) * 2);
  if (wider) [ab, ba] = await both((grain = wider));
  const [nameA, nameB] = [actorName(a), actorName(b)];
  const up: Series = { title: `${nameA} → ${nameB}`, rows: ab.rows }, down: Series = { title: `${nameB} → ${nameA}`, rows: ba.rows };
  const zoom = (from: string, to: string) => go({ from, to });
  const csv = () => numbers(grain, [{ actor: a, recipient: b, tally: ab }, { actor: b, recipient: a, tally: ba }]);
  const zoomed = f.get("from") || f.get("to");
  return [
    h("section", {}, chooser(a, b)),
    figure(`${nameA} and ${nameB}: events`, csv,
      h("p", { class: "lead" }, "Above ", h("strong", {}, up.title), `: ${mean(ab)}. Below `, h("strong", {}, down.title), `: ${mean(ba)}. By ${grain}; drag or click to zoom. `,
        zoomed ? h("button", { type: "button", class: "small", onclick: () => go({ from: null, to: null }) }, "All dates") : null),
      quadLegend(), timeChart(grain, up, down, zoom), timeTable(grain, [up, down])),
    figure(`${nameA} and ${nameB}: mean score`, csv,
      h("p", { class: "lead" }, "From −10, conflict, to +10, cooperation. The larger a dot, the more events."), scoreChart(grain, up, down, zoom)),
    h("div", { class: "columns" }, ...([[up, a, b], [down, b, a]] as const).map(([one, x, y]) =>
      h("section", {}, h("h2", {}, one.title), downloads(side(x, y)), eventList(side(x, y), signal)))),
  ];
}
