// Counts and mean scores over time. The pointer or the arrow keys pick a bar, dragging or Enter zooms.

import { axisBottom, axisLeft } from "d3-axis";
import { brushX } from "d3-brush";
import { scaleLinear, scaleSqrt, scaleUtc, type ScaleLinear, type ScaleTime } from "d3-scale";
import { select } from "d3-selection";
import { line } from "d3-shape";
import type { TallyRow } from "./api";
import { announce, count, h, s } from "./dom";
import { responsive } from "./figure";
import { endOf, iso, spanOf, spell, startOf, type Grain } from "./time";
import { hideTip, showTip } from "./tip";
import { quadNames, signed } from "./words";

export interface Series { title: string; rows: TallyRow[] }
export type Zoom = (from: string, to: string) => void;
type X = ScaleTime<number, number>;
type Y = ScaleLinear<number, number>;

const left = 50, right = 14, top = 8, bottom = 24;

const dated = (one: Series): Series => ({ title: one.title, rows: one.rows.filter((r) => r.key[0]) });
const keyOf = (r: TallyRow): string => r.key[0]!;
const plain = (one: Series): string =>
  one.rows.length === 0 ? `${one.title}: no events` : `${one.title}: ${count(one.rows.reduce((n, r) => n + r.events, 0))} from ${keyOf(one.rows[0]!)} to ${keyOf(one.rows.at(-1)!)}`;

function timeScale(grain: Grain, sides: Series[], width: number): X {
  const keys = sides.flatMap((one) => one.rows.map(keyOf)).sort();
  return scaleUtc([startOf(keys[0]!), endOf(keys.at(-1)!, grain)], [left, width - right]);
}

function axes(svg: SVGSVGElement, x: X, y: Y, width: number, height: number, ticks: number[]): void {
  const [low, high] = y.domain() as [number, number];
  for (const v of ticks) svg.append(s("line", { class: v === 0 ? "zero" : "grid", x1: left, x2: width - right, y1: y(v), y2: y(v) }));
  select(svg).append("g").attr("class", "axis").attr("transform", `translate(0,${height - bottom})`)
    .call(axisBottom(x).ticks(Math.max(3, Math.min(10, Math.floor(width / 95)))).tickSizeOuter(0));
  const shown = (v: number) => (low < 0 && high > 10 ? count(Math.abs(v)) : v > 0 && low < 0 ? `+${v}` : String(v).replace("-", "−"));
  select(svg).append("g").attr("class", "axis bare").attr("transform", `translate(${left},0)`)
    .call(axisLeft(y).tickValues(ticks).tickSize(0).tickPadding(8).tickFormat((v) => (low < 0 ? shown(Number(v)) : count(Number(v)))));
}

/** What a bar says: at the pointer, and to screen readers. */
function tipOf(key: string, grain: Grain, sides: Series[]): Node[] {
  const nodes: Node[] = [h("strong", {}, spell(key, grain))];
  for (const one of sides) {
    const r = one.rows.find((row) => row.key[0] === key);
    nodes.push(h("div", { class: "tip-head" }, r ? `${one.title}: ${count(r.events)}, mean score ${signed(r.score)}` : `${one.title}: none`));
    r?.quad.forEach((n, i) => n > 0 && nodes.push(h("div", { class: `key q${i + 1}` }, `${count(n)} ${quadNames[i]}`)));
  }
  return nodes;
}

/** A band over the bar that is picked, by pointer or keys. */
function picking(svg: SVGSVGElement, x: X, grain: Grain, sides: Series[], width: number, height: number, zoom: Zoom): void {
  const keys = [...new Set(sides.flatMap((one) => one.rows.map(keyOf)))].sort();
  const band = s("rect", { class: "band", y: top, height: height - top - bottom, width: 0, "data-screen": true });
  let picked = -1;
  const pick = (i: number, clientY: number | null) => {
    picked = i;
    const key = keys[i], box = svg.getBoundingClientRect();
    band.setAttribute("width", key === undefined ? "0" : String(Math.max(2, x(endOf(key, grain)) - x(startOf(key)))));
    if (key === undefined) return hideTip();
    band.setAttribute("x", String(x(startOf(key))));
    showTip(box.left + (x(endOf(key, grain)) * box.width) / width, clientY ?? box.top + box.height / 2, ...tipOf(key, grain, sides));
  };
  svg.append(band);
  svg.addEventListener("pointermove", (e) => {
    const box = svg.getBoundingClientRect();
    const t = x.invert(((e.clientX - box.left) / box.width) * width).getTime();
    pick(keys.findIndex((k) => startOf(k) <= t && t < endOf(k, grain)), e.clientY);
  });
  svg.addEventListener("pointerleave", () => pick(-1, null));
  svg.addEventListener("blur", () => pick(-1, null));
  svg.addEventListener("keydown", (e) => {
    const to = { ArrowLeft: Math.max(0, picked < 0 ? keys.length - 1 : picked - 1), ArrowRight: Math.min(keys.length - 1, picked + 1), Home: 0, End: keys.length - 1 }[e.key];
    if (to !== undefined) {
      e.preventDefault();
      pick(to, null);
      announce(tipOf(keys[to]!, grain, sides).map((n) => n.textContent).join(", "));
    } else if (e.key === "Enter" && picked >= 0) zoom(...spanOf(keys[picked]!, grain));
  });
  // Under everything else, so that the band and the bars stay visible; a click picks, a drag zooms.
  const brush = brushX<unknown>().extent([[left, top], [width - right, height - bottom]]).on("end", (e: { selection: [number, number] | null; sourceEvent?: Event }) => {
    if (e.selection) zoom(iso(x.invert(e.selection[0])), iso(x.invert(e.selection[1])));
    else if (e.sourceEvent && picked >= 0) zoom(...spanOf(keys[picked]!, grain));
  });
  select(svg).insert("g", ":first-child").attr("class", "brush").attr("data-screen", "").call(brush);
}

function bar(r: TallyRow, grain: Grain, x: X, y: Y, sign: 1 | -1): SVGElement[] {
  const x0 = x(startOf(keyOf(r))), wide = x(endOf(keyOf(r), grain)) - x0;
  let base = 0;
  return r.quad.flatMap((n, i) => {
    if (n === 0) return [];
    const y0 = y(sign * base), y1 = y(sign * (base += n));
    return [s("rect", { class: `q${i + 1}`, x: x0, width: Math.max(1, wide - (wide > 4 ? 1 : 0.3)), y: Math.min(y0, y1), height: Math.abs(y1 - y0) })];
  });
}

/** Counts by time, stacked by quad; a second series is mirrored below the first. */
export function timeChart(grain: Grain, first: Series, second: Series | null, zoom: Zoom): HTMLElement {
  const sides = (second ? [first, second] : [first]).map(dated);
  if (sides.every((one) => one.rows.length === 0)) return h("p", { class: "empty" }, "Nothing has a date here.");
  const label = `${sides.map(plain).join(". ")}. Left and right pick a ${grain}, Enter shows its events alone.`;
  return responsive((width) => {
    const height = second ? 320 : 230, most = (one: Series) => Math.max(1, ...one.rows.map((r) => r.events));
    const svg = s("svg", { viewBox: `0 0 ${width} ${height}`, class: "chart pickable", role: "group", "aria-roledescription": "chart", tabindex: 0, "aria-label": label });
    const x = timeScale(grain, sides, width);
    const y = scaleLinear([second ? -most(sides[1]!) : 0, most(sides[0]!)], [height - bottom, top]).nice(4);
    axes(svg, x, y, width, height, y.ticks(second ? 6 : 4).filter(Number.isInteger));
    const bars = s("g", { class: "bars" });
    sides.forEach((one, i) => bars.append(...one.rows.flatMap((r) => bar(r, grain, x, y, i === 0 ? 1 : -1))));
    svg.append(bars);
    picking(svg, x, grain, sides, width, height, zoom);
    return svg;
  });
}

/** Mean scores of two series over time, −10 to 10; a dot's area is its number of events. */
export function scoreChart(grain: Grain, first: Series, second: Series, zoom: Zoom): HTMLElement {
  const sides = [first, second].map(dated), rows = sides.flatMap((one) => one.rows);
  if (rows.length === 0) return h("p", { class: "empty" }, "Nothing has a date here.");
  const label = `Mean scores. ${sides.map(plain).join(". ")}. Left and right pick a ${grain}, Enter shows its events alone.`;
  const names = ["first", "second"];
  const chart = responsive((width) => {
    const height = 200;
    const svg = s("svg", { viewBox: `0 0 ${width} ${height}`, class: "chart pickable", role: "group", "aria-roledescription": "chart", tabindex: 0, "aria-label": label });
    const x = timeScale(grain, sides, width), y = scaleLinear([-10, 10], [height - bottom, top]);
    axes(svg, x, y, width, height, [-10, -5, 0, 5, 10]);
    const size = scaleSqrt([0, Math.max(...rows.map((r) => r.events))], [1.5, 7]);
    const middle = (r: TallyRow) => (x(startOf(keyOf(r))) + x(endOf(keyOf(r), grain))) / 2;
    const marks = s("g", { class: "bars" });
    sides.forEach((one, i) => marks.append(
      s("path", { class: `score-line ${names[i]}`, d: line<TallyRow>().x(middle).y((r) => y(r.score))(one.rows) ?? "" }),
      ...one.rows.map((r) => s("circle", { class: `score-dot ${names[i]}`, cx: middle(r), cy: y(r.score), r: size(r.events) }))));
    svg.append(marks);
    picking(svg, x, grain, sides, width, height, zoom);
    return svg;
  });
  return h("div", {}, h("p", { class: "legend" }, ...sides.map((one, i) => h("span", { class: `key ${names[i]}` }, one.title))), chart);
}

/** The numbers of a time line to read, made when they are asked for. */
export function timeTable(grain: Grain, sides: Series[]): HTMLElement {
  const box = h("details", { class: "numbers" }, h("summary", {}, "The same as a table"));
  box.addEventListener("toggle", () => {
    if (box.childElementCount > 1) return;
    const keys = [...new Set(sides.flatMap((one) => dated(one).rows.map(keyOf)))].sort().reverse();
    const cells = (one: Series, key: string) => {
      const r = one.rows.find((row) => row.key[0] === key);
      return [h("td", { class: "n" }, count(r?.events ?? 0)), h("td", { class: "n" }, r ? signed(r.score) : "–")];
    };
    box.append(h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Numbers of the chart" }, h("table", {},
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, grain), ...sides.flatMap((one) => [h("th", { scope: "col", class: "n" }, one.title), h("th", { scope: "col", class: "n" }, "Mean score")]))),
      h("tbody", {}, ...keys.map((key) => h("tr", {}, h("th", { scope: "row" }, spell(key, grain)), ...sides.flatMap((one) => cells(one, key))))))));
  }, { once: false });
  return box;
}
