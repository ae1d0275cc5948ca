// Counts by name, as bars that are links.

import { scaleLinear } from "d3-scale";
import { count, s } from "./dom";
import { responsive } from "./figure";
import { tipped } from "./tip";

export interface Bar { name: string; events: number; kind: string; quad: number; href: string }

const rowHeight = 24, nameWidth = 104;

export function bars(rows: Bar[]): HTMLElement {
  return responsive((width) => {
    const x = scaleLinear([0, Math.max(1, ...rows.map((r) => r.events))], [0, width - nameWidth - 66]);
    const svg = s("svg", { viewBox: `0 0 ${width} ${rows.length * rowHeight}`, class: "chart" });
    rows.forEach((r, i) => {
      const y = i * rowHeight, middle = y + rowHeight / 2;
      svg.append(tipped(s("a", { href: r.href },
        s("rect", { x: 0, y, width, height: rowHeight, class: "hit" }),
        s("text", { x: nameWidth - 8, y: middle, class: "bar-name", dy: "0.35em" }, r.name),
        s("rect", { x: nameWidth, y: y + 4, width: Math.max(1, x(r.events)), height: rowHeight - 8, class: `q${r.quad}` }),
        s("text", { x: nameWidth + 7 + x(r.events), y: middle, dy: "0.35em", class: "bar-count" }, count(r.events))),
        r.name, `${count(r.events)} events`, r.kind));
    });
    return svg;
  });
}
