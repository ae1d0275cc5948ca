// The keys to drawings whose colour is a mean score and whose size is a count.

import { h, s } from "./dom";
import { scoreColour } from "./words";

/** Swatches from conflict to cooperation; also above a saved drawing. */
export function scoreLegend(...more: (Node | string)[]): HTMLElement {
  const steps: [number, string][] = [[-8, "conflict (−8 and below)"], [-4, "−4"], [0, "even"], [4, "+4"], [8, "cooperation (+8 and above)"]];
  return h("p", { class: "legend" }, "Mean score: ", ...steps.map(([score, text]) => {
    const key = h("span", { class: "key tone" }, text);
    key.style.setProperty("--tone", scoreColour(score));
    return key;
  }), ...more);
}

/** Lines or circles of some sizes with what they count. */
export function sizeLegend(kind: "line" | "circle", counts: number[], size: (n: number) => number): HTMLElement {
  return h("span", { class: "sizes" }, ...counts.map((n) => {
    const r = size(n), box = kind === "line" ? 26 : Math.ceil(2 * r + 2);
    const svg = s("svg", { width: box, height: kind === "line" ? 14 : box, "aria-hidden": "true", class: "sample" });
    svg.append(kind === "line" ? s("line", { x1: 1, x2: 25, y1: 7, y2: 7, "stroke-width": r }) : s("circle", { cx: box / 2, cy: box / 2, r }));
    return h("span", { class: "size" }, svg, n.toLocaleString("en"));
  }));
}

/** One, the most, and a round number between. */
export function someCounts(most: number): number[] {
  const tenth = 10 ** Math.floor(Math.log10(Math.max(1, most / 4)));
  return [...new Set([1, tenth * Math.max(1, Math.round(most / 4 / tenth)), most])].filter((n) => n <= most);
}
