// Who acts on whom.

import { forceCenter, forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type SimulationNodeDatum } from "d3-force";
import { scaleSqrt } from "d3-scale";
import { get, type Tally, type TallyRow } from "../api";
import { count, h, s } from "../dom";
import { figure, responsive } from "../figure";
import { scoreLegend, sizeLegend, someCounts } from "../keys";
import type { Context } from "../main";
import { filters, link } from "../state";
import { tipped } from "../tip";
import { actorName, codeName, quadNames, scoreColour, signed } from "../words";
import { dyadTable } from "./dyads";

interface Actor extends SimulationNodeDatum { id: string; events: number; score: number; r: number; within: TallyRow | null }
interface Tie { source: Actor; target: Actor; row: TallyRow }

/** Of more than these the drawing would be a ball of wool. */
const TIES = 80;

function graph(rows: TallyRow[], greatest: number): { actors: Actor[]; ties: Tie[] } {
  const actors = new Map<string, Actor>();
  const actor = (id: string) => actors.get(id) ?? actors.set(id, { id, events: 0, score: 0, r: 0, within: null }).get(id)!;
  const ties: Tie[] = [];
  for (const row of rows) {
    const source = actor(row.key[0]!), target = actor(row.key[1]!);
    for (const n of new Set([source, target])) n.score += row.score * row.events, n.events += row.events;
    if (source === target) source.within = row;
    else ties.push({ source, target, row });
  }
  const size = scaleSqrt([0, Math.max(...[...actors.values()].map((n) => n.events))], [4, greatest]);
  for (const n of actors.values()) n.r = size(n.events);
  return { actors: [...actors.values()], ties };
}

/** Places them; the drawing then fills its box. */
function place({ actors, ties }: ReturnType<typeof graph>, width: number, height: number): void {
  const most = Math.max(1, ...ties.map((t) => t.row.events)), room = Math.sqrt((width * height) / actors.length);
  forceSimulation(actors)
    .force("charge", forceManyBody().strength(-room * 5).distanceMax(room * 4))
    .force("link", forceLink<Actor, Tie>(ties).distance(room * 0.8).strength((t) => 0.05 + 0.25 * Math.sqrt(t.row.events / most)))
    .force("x", forceX(width / 2).strength(0.09)).force("y", forceY(height / 2).strength((0.09 * width) / height))
    .force("collide", forceCollide<Actor>((n) => n.r + room / 7)).force("center", forceCenter(width / 2, height / 2))
    .stop().tick(300);
  const fit = (get: (n: Actor) => number, set: (n: Actor, v: number) => void, low: number, high: number) => {
    const least = Math.min(...actors.map(get)), greatest = Math.max(...actors.map(get));
    for (const n of actors) set(n, greatest > least ? low + ((get(n) - least) / (greatest - least)) * (high - low) : (low + high) / 2);
  };
  fit((n) => n.x!, (n, v) => (n.x = v), 46, width - 46);
  fit((n) => n.y!, (n, v) => (n.y = v), 36, height - 40);
}

const kinds = (r: TallyRow): string[] => r.quad.flatMap((n, i) => (n > 0 ? [`${count(n)} ${quadNames[i]}`] : []));

function tie(t: Tie, thick: (n: number) => number): SVGElement {
  const { x: x1, y: y1 } = t.source as { x: number; y: number }, { x: x2, y: y2 } = t.target as { x: number; y: number };
  const dx = x2 - x1, dy = y2 - y1, d = Math.hypot(dx, dy) || 1;
  const cx = (x1 + x2) / 2 - dy * 0.16, cy = (y1 + y2) / 2 + dx * 0.16;
  const path = `M${x1},${y1} Q${cx},${cy} ${x2 - (dx / d) * t.target.r},${y2 - (dy / d) * t.target.r}`;
  const name = `${codeName(t.source.id)} → ${codeName(t.target.id)}`, text = `${count(t.row.events)} events, mean score ${signed(t.row.score)}`;
  const line = s("path", { d: path, "stroke-width": thick(t.row.events), class: "tie" });
  line.style.stroke = scoreColour(t.row.score);
  return tipped(s("a", { href: link({ view: "dyad", a: t.source.id, b: t.target.id }), "aria-label": `${name}: ${text}`, tabindex: -1 },
    s("path", { d: path, class: "tie-hit", "data-screen": true }), line), name, text, ...kinds(t.row));
}

function circle(n: Actor, thick: (n: number) => number, narrow: boolean): SVGElement {
  const name = codeName(n.id), text = `${count(n.events)} events here, mean score ${signed(n.score / n.events)}`;
  const body = s("circle", { cx: n.x!, cy: n.y!, r: n.r, class: "node" });
  body.style.fill = scoreColour(n.score / n.events);
  const w = n.within ? Math.min(8, thick(n.within.events)) : 0;
  const ring = n.within ? s("circle", { cx: n.x!, cy: n.y!, r: n.r + 3 + w / 2, "stroke-width": w, class: "ring" }) : null;
  if (ring && n.within) ring.style.stroke = scoreColour(n.within.score);
  return tipped(s("a", { href: link({ party: n.id }), "aria-label": `${narrow ? n.id : name}: ${narrow ? `${name}, ` : ""}${text}; show only its events` },
    ring, body, s("text", { x: n.x!, y: n.y! + n.r + (n.within ? w + 3 : 0) + 12, class: "node-name" }, narrow ? n.id : name)),
    name, text, ...(n.within ? [`within: ${count(n.within.events)}, mean score ${signed(n.within.score)}`] : []), "Click: only its events");
}

function drawing(rows: TallyRow[], thick: (n: number) => number): HTMLElement {
  return responsive((width) => {
    const narrow = width < 600, height = Math.round(narrow ? width * 1.25 : width * 0.56);
    const g = graph(rows, narrow ? 14 : 24);
    place(g, width, height);
    const svg = s("svg", { viewBox: `0 0 ${width} ${height}`, class: "chart network" });
    svg.append(...[...g.ties].sort((a, b) => a.row.events - b.row.events).map((t) => tie(t, thick)), ...g.actors.map((n) => circle(n, thick, narrow)));
    return svg;
  });
}

export async function network({ signal }: Context): Promise<Node[]> {
  const f = filters();
  const t = await get<Tally>("/api/tally", new URLSearchParams([...f, ["by", "actor,recipient"], ["order", "count"], ["limit", "300"]]), signal);
  const rows = t.rows.filter((r) => r.key[0] && r.key[1]), drawn = rows.slice(0, TIES);
  if (rows.length === 0) return [h("p", { class: "empty" }, "No event between two actors with a code matches. Widen the dates, or take a filter away.")];
  const most = Math.max(...drawn.map((r) => r.events)), thick = scaleSqrt([0, most], [0.5, 10]);
  const party = f.get("party");
  return [
    figure("Who acts on whom", `/api/tally?${new URLSearchParams([...f, ["by", "actor,recipient"], ["order", "count"], ["format", "csv"], ["limit", "5000"]])}`,
      h("p", { class: "lead" }, `The ${drawn.length} busiest pairs. A line bends to its right on the way to whom it reaches and opens the dyad; a circle filters; a ring is what happens within. `,
        party ? h("a", { class: "button small", href: link({ party: null }) }, `All, not only ${actorName(party)}`) : null),
      scoreLegend(" Events: ", sizeLegend("line", someCounts(most), thick)), drawing(drawn, thick)),
    h("section", {}, h("h2", {}, "The same as a table"), dyadTable(rows, 20)),
  ];
}
