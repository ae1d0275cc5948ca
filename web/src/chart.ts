// Drawings with their downloads: each is an SVG of its own, and the numbers behind it a CSV of the API.

import { axisBottom, axisLeft } from "d3-axis";
import { brushX } from "d3-brush";
import { scaleBand, scaleLinear, scaleSqrt, scaleTime } from "d3-scale";
import { select } from "d3-selection";
import { line } from "d3-shape";
import type { TallyRow } from "./api";
import { count, h, s } from "./dom";
import { quadNames, signed } from "./words";

export type Grain = "day" | "week" | "month" | "year";

const grainDays: Record<Grain, number> = { day: 1, week: 7, month: 30.4, year: 365.25 };

export function grainFor(from: string, to: string): Grain {
  const days = (Date.parse(to) - Date.parse(from)) / 864e5;
  return days > 365 * 30 ? "year" : days > 365 * 1.6 ? "month" : days > 120 ? "week" : "day";
}

const date = (key: string): Date => new Date(`${key}-01-01`.slice(0, 10) + "T00:00:00Z");
/** The next coarser grain where bars would be mostly empty. */
export function coarser(grain: Grain, events: number, bars: number): Grain | null {
  const next = { day: "week", week: "month", month: "year", year: null } as const;
  return bars > 24 && events / bars < 2.5 ? next[grain] : null;
}

export const iso = (d: Date): string => d.toISOString().slice(0, 10);

/** A figure with a title and its two downloads. */
export function figure(title: string, csv: string | null, ...content: (Node | null)[]): HTMLElement {
  const f = h("figure", { class: "figure" });
  const tools = h("span", { class: "tools" },
    h("button", { type: "button", class: "small", onclick: () => saveSvg(f, title), "aria-label": `Save "${title}" as SVG` }, "SVG"),
    csv ? h("a", { class: "button small", href: csv, download: "", "aria-label": `Save the numbers of "${title}" as CSV` }, "CSV") : null);
  f.append(h("figcaption", {}, h("h2", {}, title), tools), ...content.filter((c) => c !== null));
  return f;
}

const styleKeys = ["fill", "stroke", "stroke-width", "opacity", "font-size", "font-family", "font-weight", "text-anchor", "fill-opacity", "stroke-opacity"];

/** A copy that looks the same without our style sheet. */
function saveSvg(f: HTMLElement, title: string): void {
  const svg = f.querySelector("svg");
  if (!svg) return;
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const from = [svg, ...svg.querySelectorAll("*")], to = [copy, ...copy.querySelectorAll("*")];
  from.forEach((e, i) => {
    const style = getComputedStyle(e);
    for (const key of styleKeys) to[i]?.setAttribute(key, style.getPropertyValue(key));
    to[i]?.removeAttribute("class");
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" }));
  const a = h("a", { href: url, download: `${title.toLowerCase().replace(/[^a-z0-9]+/g, "-")}.svg` });
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

export function quadLegend(): HTMLElement {
  return h("p", { class: "legend" }, ...quadNames.map((name, i) => h("span", { class: `key q${i + 1}` }, name)));
}

export interface Series { title: string; rows: TallyRow[] }

const width = 960, left = 46, right = 10;

/**
 * Counts by time, stacked by quad; `down` mirrors a second series below the first.
 * Dragging over it calls `zoom`.
 */
export function timeChart(grain: Grain, up: Series, down: Series | null, zoom: (from: string, to: string) => void): HTMLElement {
  const height = down ? 300 : 220, top = 8, bottom = 24;
  const dated = (rows: TallyRow[]) => rows.filter((r) => r.key[0]);
  const a = dated(up.rows), b = down ? dated(down.rows) : [];
  const all = [...a, ...b].map((r) => date(r.key[0]!).getTime());
  const label = `${up.title}: ${plain(a)}.${down ? ` ${down.title}: ${plain(b)}.` : ""}`;
  const svg = s("svg", { viewBox: `0 0 ${width} ${height}`, class: "chart", role: "img", "aria-label": label });
  if (all.length === 0) return h("p", { class: "empty" }, "Nothing has a date here.");
  const step = grainDays[grain] * 864e5, t0 = Math.min(...all), t1 = Math.max(...all) + step;
  const x = scaleTime([t0, t1], [left, width - right]);
  const most = (rows: TallyRow[]) => Math.max(1, ...rows.map((r) => r.events));
  const y = scaleLinear([down ? -most(b) : 0, most(a)], [height - bottom, top]).nice(4);
  const barWidth = Math.max(1, ((width - left - right) * step) / (t1 - t0) - 0.6);
  const draw = (rows: TallyRow[], sign: 1 | -1, title: string) => {
    for (const r of rows) {
      const g = s("g", {}, s("title", {}, `${r.key[0]}, ${title}: ${count(r.events)}, mean score ${signed(r.score)}\n` +
        r.quad.map((n, i) => `${quadNames[i]}: ${count(n)}`).join("\n")));
      let base = 0;
      r.quad.forEach((n, i) => {
        if (n === 0) return;
        const y0 = y(sign * base), y1 = y(sign * (base + n));
        g.append(s("rect", { class: `q${i + 1}`, x: x(date(r.key[0]!)), width: barWidth, y: Math.min(y0, y1), height: Math.abs(y1 - y0) }));
        base += n;
      });
      svg.append(g);
    }
  };
  const gx = select(svg).append("g").attr("class", "axis").attr("transform", `translate(0,${height - bottom})`);
  gx.call(axisBottom(x).ticks(8));
  select(svg).append("g").attr("class", "axis").attr("transform", `translate(${left},0)`)
    .call(axisLeft(y).ticks(down ? 6 : 4).tickFormat((v) => count(Math.abs(Number(v)))));
  draw(a, 1, up.title);
  if (down) {
    draw(b, -1, down.title);
    svg.append(s("line", { class: "zero", x1: left, x2: width - right, y1: y(0), y2: y(0) }));
  }
  const brush = brushX<unknown>().extent([[left, top], [width - right, height - bottom]]).on("end", (e: { selection: [number, number] | null }) => {
    if (e.selection) zoom(iso(x.invert(e.selection[0])), iso(x.invert(e.selection[1])));
  });
  select(svg).insert("g", ":first-child").attr("class", "brush").call(brush);
  return h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Chart; scrolls sideways where the window is narrow" }, svg);
}

/** Mean scores of two series over time, −10 to 10; a dot's area is its number of events. */
export function scoreChart(grain: Grain, a: Series, b: Series): HTMLElement {
  const height = 150, top = 8, bottom = 22;
  const sides = [a, b].map((x) => ({ ...x, rows: x.rows.filter((r) => r.key[0]) }));
  const all = sides.flatMap((x) => x.rows), times = all.map((r) => date(r.key[0]!).getTime());
  if (all.length === 0) return h("p", { class: "empty" }, "Nothing has a date here.");
  const step = grainDays[grain] * 864e5;
  const x = scaleTime([Math.min(...times), Math.max(...times) + step], [left, width - right]), y = scaleLinear([-10, 10], [height - bottom, top]);
  const size = scaleSqrt([0, Math.max(...all.map((r) => r.events))], [1, 5]);
  const svg = s("svg", { viewBox: `0 0 ${width} ${height}`, class: "chart", role: "img", "aria-label": `Mean scores. ${sides.map((one) => `${one.title}: ${plain(one.rows)}`).join(". ")}` });
  select(svg).append("g").attr("class", "axis").attr("transform", `translate(0,${height - bottom})`).call(axisBottom(x).ticks(8));
  select(svg).append("g").attr("class", "axis").attr("transform", `translate(${left},0)`).call(axisLeft(y).tickValues([-10, -5, 0, 5, 10]));
  svg.append(s("line", { class: "zero", x1: left, x2: width - right, y1: y(0), y2: y(0) }));
  const at = (r: TallyRow) => x(date(r.key[0]!).getTime() + step / 2);
  sides.forEach((one, i) => {
    const path = line<TallyRow>().x(at).y((r) => y(r.score));
    svg.append(s("path", { class: `score-line ${i === 0 ? "first" : "second"}`, d: path(one.rows) ?? "" }));
    for (const r of one.rows) svg.append(s("circle", { class: `score-dot ${i === 0 ? "first" : "second"}`, cx: at(r), cy: y(r.score), r: size(r.events) },
      s("title", {}, `${r.key[0]}, ${one.title}: mean score ${signed(r.score)} of ${count(r.events)}`)));
  });
  return h("div", {}, h("p", { class: "legend" }, ...sides.map((one, i) => h("span", { class: `key ${i === 0 ? "first" : "second"}` }, one.title))), h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Chart; scrolls sideways where the window is narrow" }, svg));
}

const plain = (rows: TallyRow[]): string =>
  rows.length === 0 ? "no events" : `${count(rows.reduce((n, r) => n + r.events, 0))} events from ${rows[0]!.key[0]} to ${rows[rows.length - 1]!.key[0]}`;

/** Counts by name, as bars that are links. */
export function bars(rows: { name: string; events: number; quad: number; href: string }[]): HTMLElement {
  const w = 440, rowHeight = 22, height = rows.length * rowHeight + 4;
  const y = scaleBand(rows.map((r) => r.name), [0, height]).paddingInner(0.25);
  const x = scaleLinear([0, Math.max(1, ...rows.map((r) => r.events))], [0, w - 210]);
  const svg = s("svg", { viewBox: `0 0 ${w} ${height}`, class: "chart" });
  for (const r of rows) {
    const at = y(r.name)!;
    svg.append(s("a", { href: r.href },
      s("title", {}, `${r.name}: ${count(r.events)} events`),
      s("rect", { x: 0, y: at, width: w, height: y.bandwidth(), class: "hit" }),
      s("text", { x: 112, y: at + y.bandwidth() / 2, class: "bar-name", dy: "0.35em" }, r.name),
      s("rect", { x: 120, y: at, width: Math.max(1, x(r.events)), height: y.bandwidth(), class: `q${r.quad}` }),
      s("text", { x: 126 + x(r.events), y: at + y.bandwidth() / 2, dy: "0.35em", class: "bar-count" }, count(r.events))));
  }
  return h("div", {}, svg);
}
