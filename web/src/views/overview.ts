// What happened, when, between whom; what is disputed.

import { get, type Claims, type Tally } from "../api";
import { bars } from "../bars";
import { plural, count, h } from "../dom";
import { downloads, eventList, nothing } from "../events";
import { figure, quadLegend } from "../figure";
import type { Context } from "../main";
import { filters, go, link } from "../state";
import { grainFor, startKey, type Grain } from "../time";
import { timeChart, timeTable } from "../timechart";
import { quadNames } from "../words";
import { dyadTable } from "./dyads";
import { claimItem } from "./claims";

/** A few events of the remote past would squeeze all others: the drawing begins where one in a hundred lies behind. */
function beginning(months: Tally): [from: string, before: number] {
  const rows = months.rows.filter((r) => r.key[0]), total = rows.reduce((n, r) => n + r.events, 0);
  let before = 0;
  for (const r of rows) {
    if (before + r.events > total / 100) return [r.key[0]!, before];
    before += r.events;
  }
  return ["2000", 0];
}

/** Months tell where to begin, and mostly are what is drawn: one question then does. */
async function timeLine(f: URLSearchParams, to: string, tally: (by: Grain) => Promise<Tally>): Promise<{ first: string; early: number; grain: Grain; time: Tally }> {
  const from = f.get("from"), known = from ? grainFor(from, to) : "month";
  const time = await tally(known);
  if (from) return { first: from, early: 0, grain: known, time };
  const [first, early] = beginning(time), grain = grainFor(first, to);
  return { first: startKey(first, grain), early, grain, time: grain === "month" ? time : await tally(grain) };
}

export async function overview({ about, signal }: Context): Promise<Node[]> {
  const f = filters();
  const tally = (by: string, order: string, limit: number) =>
    get<Tally>("/api/tally", new URLSearchParams([...f, ["by", by], ["order", order], ["limit", String(limit)]]), signal);
  const [{ first, early, grain, time }, types, dyads, claims] = await Promise.all([
    timeLine(f, f.get("to") ?? about.store!.to ?? "2030", (by) => tally(by, "key", 5000)), tally("type", "count", 16), tally("actor,recipient", "count", 60),
    get<Claims>("/api/claims", new URLSearchParams([...f, ["over_all", "disputed,denied"], ["limit", "4"], ["voices", "3"]]), signal),
  ]);
  if (time.events === 0) return [nothing()];
  const quadOf = new Map(about.types.map((t) => [t.name, t.quad]));
  const numbers = (by: string) => `/api/tally?${new URLSearchParams([...f, ["by", by], ["format", "csv"], ["limit", "5000"]])}`;
  const shown = { title: "Events", rows: time.rows.filter((r) => (r.key[0] ?? "") >= first) };
  const total = h("strong", {}, plural(time.events, "event"));
  const zoomed = f.get("from") || f.get("to");
  return [
    figure("Events over time", numbers(grain),
      h("p", { class: "lead" }, total, `, by ${grain}${early > 0 ? `, from ${first} on (${count(early)} earlier ones are not drawn)` : ""}. Drag or click to zoom. `,
        zoomed ? h("button", { type: "button", class: "small", onclick: () => go({ from: null, to: null }) }, "All dates") : null),
      quadLegend(), timeChart(grain, shown, null, (from, to) => go({ from, to })), timeTable(grain, [shown])),
    h("div", { class: "columns" },
      figure("What happens", numbers("type"),
        bars(types.rows.map((r) => {
          const quad = quadOf.get(r.key[0] ?? "") ?? 1;
          return { name: r.key[0] ?? "", events: r.events, quad, kind: quadNames[quad - 1]!, href: link({ type: r.key[0] }) };
        }))),
      h("section", {}, h("h2", {}, "Busiest dyads"), dyadTable(dyads.rows.filter((r) => r.key[0] && r.key[1]), 14))),
    h("section", {}, h("h2", {}, "Disputed or denied, told last first"),
      claims.claims.length > 0 ? h("ul", { class: "claims" }, ...claims.claims.map(claimItem)) : h("p", { class: "empty" }, "Nothing here is disputed or denied."),
      h("p", {}, h("a", { href: link({ view: "claims" }) }, "All contested claims"))),
    h("section", {}, h("h2", {}, "Latest events"), downloads(f), eventList(f, signal, undefined, 10)),
  ];
}
