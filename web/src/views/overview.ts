// What happened, when, between whom; what is disputed.

import { get, type Claims, type Tally } from "../api";
import { bars, figure, grainFor, quadLegend, timeChart } from "../chart";
import { count, h, plural } from "../dom";
import { downloads, eventList } from "../events";
import type { Context } from "../main";
import { filters, go, link } from "../state";
import { claimItem } from "./claims";
import { dyadTable } from "./network";

/** A few events of the remote past would squeeze all others: the drawing begins where one in a hundred lies behind. */
async function beginning(f: URLSearchParams, signal: AbortSignal): Promise<[string, number]> {
  const years = (await get<Tally>("/api/tally", new URLSearchParams([...f, ["by", "year"], ["limit", "5000"]]), signal)).rows.filter((r) => r.key[0]);
  const total = years.reduce((n, r) => n + r.events, 0);
  let before = 0;
  for (const r of years) {
    if (before + r.events > total / 100) return [r.key[0]!, before];
    before += r.events;
  }
  return ["2000", 0];
}

export async function overview({ about, signal }: Context): Promise<Node[]> {
  const f = filters();
  const [first, early] = f.get("from") ? [f.get("from")!, 0] : await beginning(f, signal);
  const grain = grainFor(first, f.get("to") ?? about.store!.to ?? "2030");
  const tally = (by: string, order: string, limit: string) =>
    get<Tally>("/api/tally", new URLSearchParams([...f, ["by", by], ["order", order], ["limit", limit]]), signal);
  const disputed = f.get("status") ? f : new URLSearchParams(f);
  const [time, types, dyads, claims] = await Promise.all([
    tally(grain, "key", "5000"), tally("type", "count", "16"), tally("actor,recipient", "count", "60"),
    get<Claims>("/api/claims", new URLSearchParams([...disputed, ["over_all", "disputed,denied"], ["limit", "4"]]), signal),
  ]);
  const quadOf = new Map(about.types.map((t) => [t.name, t.quad]));
  const total = h("p", { class: "lead" }, `${plural(time.events, "event")} by ${grain}`);
  const csv = `/api/tally?${new URLSearchParams([...f, ["by", grain], ["format", "csv"], ["limit", "5000"]])}`;
  if (time.events === 0) return [h("p", { class: "empty" }, "No event matches. Widen the dates, or take a filter away.")];
  return [
    total,
    figure("Events over time", csv, quadLegend(), early > 0 ? h("p", { class: "lead" }, `From ${first} on; ${plural(early, "event")} of earlier years not drawn.`) : null,
      timeChart(grain, { title: "events", rows: time.rows.filter((r) => (r.key[0] ?? "") >= first) }, null, (from, to) => go({ from, to }))),
    h("div", { class: "columns" },
      figure("What", `/api/tally?${new URLSearchParams([...f, ["by", "type"], ["format", "csv"]])}`,
        bars(types.rows.map((r) => ({ name: r.key[0] ?? "", events: r.events, quad: quadOf.get(r.key[0] ?? "") ?? 1, href: link({ type: r.key[0] }) })))),
      h("section", {}, h("h2", {}, "Who to whom, most often"), dyadTable(dyads.rows.filter((r) => r.key[0] && r.key[1]).slice(0, 14)))),
    h("section", {}, h("h2", {}, "Disputed or denied, latest first"),
      claims.claims.length > 0 ? h("ul", { class: "claims" }, ...claims.claims.map((c) => claimItem(c))) : h("p", { class: "empty" }, "Nothing here is disputed or denied."),
      h("p", {}, h("a", { href: link({ view: "claims" }) }, "All claims"))),
    h("section", {}, h("h2", {}, "Latest events"), downloads(f), eventList(f, signal, (n) => (total.textContent = `${count(n)} events, by ${grain}`), 10)),
  ];
}
