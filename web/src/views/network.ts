// Who acts on whom.

import { forceCenter, forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from "d3-force";
import { scaleSqrt } from "d3-scale";
import { get, type Tally, type TallyRow } from "../api";
import { figure } from "../chart";
import { count, h, s } from "../dom";
import type { Context } from "../main";
import { filters, link } from "../state";
import { quadNames, scoreColour, signed } from "../words";

export function dyadTable(rows: TallyRow[]): HTMLElement {
  if (rows.length === 0) return h("p", { class: "empty" }, "No pair of actors is named here.");
  return h("div", { class: "scroll" }, h("table", {},
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Who to whom"), h("th", { scope: "col", class: "n" }, "Events"), h("th", { scope: "col", class: "n" }, "Score"), h("th", { scope: "col" }, "Kinds"))),
    h("tbody", {}, ...rows.map((r) => {
      const score = h("span", { class: "score" }, signed(r.score));
      score.style.setProperty("--tone", scoreColour(r.score));
      const bar = h("span", { class: "mini", role: "img", "aria-label": r.quad.map((n, i) => `${count(n)} ${quadNames[i]}`).join(", ") });
      r.quad.forEach((n, i) => {
        const part = h("span", { class: `q${i + 1}-back` });
        part.style.flexGrow = String(n);
        if (n > 0) bar.append(part);
      });
      return h("tr", {},
        h("th", { scope: "row" }, h("a", { href: link({ view: "dyad", a: r.key[0], b: r.key[1], actor: null, recipient: null }) }, `${r.key[0]} → ${r.key[1]}`)),
        h("td", { class: "n" }, count(r.events)), h("td", { class: "n" }, score), h("td", {}, bar));
    }))));
}

interface Node extends SimulationNodeDatum { id: string; events: number; score: number }
interface Link { source: Node; target: Node; row: TallyRow }

const width = 960, height = 620;

function layout(rows: TallyRow[]): { nodes: Node[]; links: Link[] } {
  const nodes = new Map<string, Node>();
  const node = (id: string) => nodes.get(id) ?? nodes.set(id, { id, events: 0, score: 0 }).get(id)!;
  const links = rows.map((row) => {
    const source = node(row.key[0]!), target = node(row.key[1]!);
    for (const n of [source, target]) n.score += row.score * row.events, n.events += row.events;
    return { source, target, row };
  });
  const list = [...nodes.values()];
  const most = Math.max(...rows.map((r) => r.events));
  forceSimulation(list)
    .force("charge", forceManyBody().strength(-700).distanceMax(420))
    .force("link", forceLink<Node, Link>(links).distance(90).strength((l) => 0.08 + 0.5 * Math.sqrt(l.row.events / most)))
    .force("x", forceX(width / 2).strength(0.05)).force("y", forceY(height / 2).strength(0.09))
    .force("collide", forceCollide(24)).force("center", forceCenter(width / 2, height / 2))
    .stop().tick(320);
  // The drawing fills its box.
  const fit = (get: (n: Node) => number, set: (n: Node, v: number) => void, low: number, high: number) => {
    const least = Math.min(...list.map(get)), greatest = Math.max(...list.map(get));
    for (const n of list) set(n, greatest > least ? low + ((get(n) - least) / (greatest - least)) * (high - low) : (low + high) / 2);
  };
  fit((n) => n.x!, (n, v) => (n.x = v), 40, width - 40);
  fit((n) => n.y!, (n, v) => (n.y = v), 30, height - 40);
  return { nodes: list, links };
}

function drawing(rows: TallyRow[]): HTMLElement {
  const { nodes, links } = layout(rows);
  const most = Math.max(...links.map((l) => l.row.events));
  const thick = scaleSqrt([0, most], [0.6, 11]), size = scaleSqrt([0, Math.max(...nodes.map((n) => n.events))], [5, 26]);
  const svg = s("svg", { viewBox: `0 0 ${width} ${height}`, class: "chart network" });
  for (const l of [...links].sort((a, b) => a.row.events - b.row.events)) {
    const { x: x1, y: y1 } = l.source as { x: number; y: number }, { x: x2, y: y2 } = l.target as { x: number; y: number };
    const dx = x2 - x1, dy = y2 - y1, d = Math.hypot(dx, dy) || 1, bend = l.source === l.target ? 0 : 0.16;
    const cx = (x1 + x2) / 2 - dy * bend, cy = (y1 + y2) / 2 + dx * bend;
    const path = l.source === l.target
      ? `M${x1},${y1 - size(l.source.events)} a14,14 0 1 1 1,0`
      : `M${x1},${y1} Q${cx},${cy} ${x2 - (dx / d) * size(l.target.events)},${y2 - (dy / d) * size(l.target.events)}`;
    const text = `${l.row.key[0]} → ${l.row.key[1]}: ${count(l.row.events)} events, mean score ${signed(l.row.score)}`;
    const p = s("path", { d: path, "stroke-width": thick(l.row.events), class: "tie" });
    p.style.stroke = scoreColour(l.row.score);
    svg.append(s("a", { href: link({ view: "dyad", a: l.row.key[0], b: l.row.key[1] }), "aria-label": text, tabindex: -1 }, s("title", {}, text), p));
  }
  for (const n of nodes) {
    const c = s("circle", { cx: n.x!, cy: n.y!, r: size(n.events), class: "node" });
    c.style.fill = scoreColour(n.score / n.events);
    svg.append(s("a", { href: link({ party: n.id }), "aria-label": `${n.id}: show only its events` }, s("title", {}, `${n.id}: ${count(n.events)} events here, mean score ${signed(n.score / n.events)}`),
      c, s("text", { x: n.x!, y: n.y! + size(n.events) + 11, class: "node-name" }, n.id)));
  }
  return h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Chart; scrolls sideways where the window is narrow" }, svg);
}

export async function network({ signal }: Context): Promise<globalThis.Node[]> {
  const f = filters();
  const t = await get<Tally>("/api/tally", new URLSearchParams([...f, ["by", "actor,recipient"], ["order", "count"], ["limit", "200"]]), signal);
  const rows = t.rows.filter((r) => r.key[0] && r.key[1]).slice(0, 90);
  if (rows.length === 0) return [h("p", { class: "empty" }, "No event between two coded actors matches. Widen the dates, or take a filter away.")];
  return [
    figure("Who acts on whom", `/api/tally?${new URLSearchParams([...f, ["by", "actor,recipient"], ["order", "count"], ["format", "csv"], ["limit", "5000"]])}`,
      h("p", { class: "lead" }, `The ${rows.length} busiest pairs. Width: number of events; colour: mean score, `,
        tone(-8, "conflict"), " to ", tone(8, "cooperation"), ". A line opens the dyad, a circle filters."), drawing(rows)),
    h("section", {}, h("h2", {}, "The same as a table"), dyadTable(rows)),
  ];
}

function tone(score: number, text: string): HTMLElement {
  const e = h("span", { class: "tone" }, text);
  e.style.setProperty("--tone", scoreColour(score));
  return e;
}
