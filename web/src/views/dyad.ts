// A to B and B to A.

import { get, type Tally } from "../api";
import { coarser, figure, grainFor, quadLegend, scoreChart, timeChart } from "../chart";
import { count, h } from "../dom";
import { eventList } from "../events";
import type { Context } from "../main";
import { filters, go, params } from "../state";
import { signed } from "../words";
import { dyadTable } from "./network";

function chooser(a: string, b: string): HTMLElement {
  const form = h("form", { class: "filters" },
    h("label", {}, "A", h("input", { name: "a", value: a, placeholder: "RUS", autocomplete: "off" })),
    h("label", {}, "B", h("input", { name: "b", value: b, placeholder: "UKR", autocomplete: "off" })),
    h("button", { type: "submit" }, "Compare"),
    a && b ? h("button", { type: "button", onclick: () => go({ a: b, b: a }) }, "Swap") : null);
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    const data = new FormData(form);
    go({ a: String(data.get("a")).trim(), b: String(data.get("b")).trim() });
  });
  return form;
}

export async function dyad({ about, signal }: Context): Promise<Node[]> {
  const a = params().get("a") ?? "", b = params().get("b") ?? "";
  const f = filters(["actor", "recipient", "party"]);
  if (!a || !b) {
    const t = await get<Tally>("/api/tally", new URLSearchParams([...f, ["by", "actor,recipient"], ["order", "count"], ["limit", "60"]]), signal);
    return [chooser(a, b), h("p", { class: "lead" }, "Two actors: codes, sectors or names; or one of the busiest pairs:"),
      dyadTable(t.rows.filter((r) => r.key[0] && r.key[1] && r.key[0] !== r.key[1]).slice(0, 20))];
  }
  let grain = grainFor(f.get("from") ?? about.store!.from ?? "2000", f.get("to") ?? about.store!.to ?? "2030");
  const side = (actor: string, recipient: string) => new URLSearchParams([...f, ["actor", actor], ["recipient", recipient]]);
  const tally = (p: URLSearchParams, by: string) => get<Tally>("/api/tally", new URLSearchParams([...p, ["by", by], ["limit", "5000"]]), signal);
  let [ab, ba] = await Promise.all([tally(side(a, b), grain), tally(side(b, a), grain)]);
  const wider = coarser(grain, ab.events + ba.events, Math.max(ab.rows.length, ba.rows.length) * 2);
  if (wider) {
    grain = wider;
    [ab, ba] = await Promise.all([tally(side(a, b), grain), tally(side(b, a), grain)]);
  }
  const mean = (t: Tally) => (t.events === 0 ? "no events" : `${count(t.events)} events, mean score ${signed(t.rows.reduce((n, r) => n + r.score * r.events, 0) / t.rows.reduce((n, r) => n + r.events, 0))}`);
  const [up, down] = [`${a} → ${b}`, `${b} → ${a}`];
  return [
    chooser(a, b),
    figure(`${a} and ${b}`, `/api/tally?${new URLSearchParams([...side(a, b), ["by", `${grain},type`], ["format", "csv"], ["limit", "5000"]])}`,
      h("p", { class: "lead" }, `Above: ${up}, ${mean(ab)}. Below: ${down}, ${mean(ba)}. By ${grain}; drag to zoom.`),
      quadLegend(), timeChart(grain, { title: up, rows: ab.rows }, { title: down, rows: ba.rows }, (from, to) => go({ from, to }))),
    figure("Mean score", null, scoreChart(grain, { title: up, rows: ab.rows }, { title: down, rows: ba.rows })),
    h("div", { class: "columns" },
      h("section", {}, h("h2", {}, up), eventList(side(a, b), signal)),
      h("section", {}, h("h2", {}, down), eventList(side(b, a), signal))),
  ];
}
