// A figure with its two downloads: the drawing as SVG, the numbers behind it as CSV.

import { h, s } from "./dom";
import { quadNames } from "./words";

/** Where the numbers are: an address of the API, or made from what is drawn. */
export type Csv = string | (() => string);

export function figure(title: string, csv: Csv, ...content: (Node | null)[]): HTMLElement {
  const f = h("figure", { class: "figure" });
  const label = `Save the numbers of “${title}” as CSV`, name = fileName(title);
  const numbers = typeof csv === "string"
    ? h("a", { class: "button small", href: csv, download: "", "aria-label": label }, "CSV")
    : h("button", { type: "button", class: "small", "aria-label": label, onclick: () => save(`${name}.csv`, "text/csv", csv()) }, "CSV");
  f.append(
    h("figcaption", {}, h("h2", {}, title), h("span", { class: "tools" },
      h("button", { type: "button", class: "small", onclick: () => saveSvg(f, title, `${name}.svg`), "aria-label": `Save “${title}” as SVG` }, "SVG"), numbers)),
    ...content.filter((c) => c !== null));
  return f;
}

/** Draws anew whenever its width changes, so that letters keep their size. */
export function responsive(draw: (width: number) => SVGElement): HTMLElement {
  const box = h("div", { class: "plot" });
  let drawn = 0;
  new ResizeObserver(([entry]) => {
    const width = Math.round(entry!.contentRect.width);
    if (width < 80 || Math.abs(width - drawn) < 8) return;
    drawn = width;
    box.replaceChildren(draw(width));
  }).observe(box);
  return box;
}

export function quadLegend(): HTMLElement {
  return h("p", { class: "legend" }, ...quadNames.map((name, i) => h("span", { class: `key q${i + 1}` }, name)));
}

/** By RFC 4180. */
export function csvText(rows: (string | number)[][]): string {
  const cell = (v: string | number) => (/[",\r\n]/.test(String(v)) ? `"${String(v).replaceAll('"', '""')}"` : String(v));
  return rows.map((r) => r.map(cell).join(",") + "\r\n").join("");
}

const fileName = (title: string): string => title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");

function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

const shapeKeys = ["stroke-width", "stroke-dasharray", "stroke-linecap", "opacity", "fill-opacity", "stroke-opacity", "font-size", "font-family", "font-weight", "text-anchor", "paint-order"];
const headHeight = 46;

/** Any CSS colour as one that every program understands. */
function plainColour(colour: string): string {
  if (colour === "none") return colour;
  const c = new OffscreenCanvas(1, 1).getContext("2d")!;
  c.fillStyle = colour;
  c.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = c.getImageData(0, 0, 1, 1).data;
  return a === 0 ? "none" : `#${[r!, g!, b!].map((x) => x.toString(16).padStart(2, "0")).join("")}`;
}

/** A copy that looks the same without our style sheet, with its title and the keys to its colours above. */
function saveSvg(f: HTMLElement, title: string, name: string): void {
  const svg = f.querySelector("svg");
  if (!svg) return;
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const from = [svg, ...svg.querySelectorAll("*")], to = [copy, ...copy.querySelectorAll("*")];
  from.forEach((e, i) => {
    const style = getComputedStyle(e);
    for (const key of shapeKeys) to[i]!.setAttribute(key, style.getPropertyValue(key));
    for (const key of ["fill", "stroke"]) to[i]!.setAttribute(key, plainColour(style.getPropertyValue(key)));
    for (const key of ["class", "style", "tabindex", "href"]) to[i]!.removeAttribute(key);
  });
  for (const e of copy.querySelectorAll("[data-screen]")) e.remove();
  const { width, height } = svg.viewBox.baseVal, look = getComputedStyle(f);
  const ink = plainColour(look.color), font = look.fontFamily;
  let x = 8;
  const keys = [...f.querySelectorAll(".legend .key")].flatMap((key) => {
    const text = key.textContent ?? "", at = x;
    x += 26 + text.length * 6.2;
    return [s("rect", { x: at, y: -16, width: 10, height: 10, fill: plainColour(getComputedStyle(key, "::before").backgroundColor) }),
      s("text", { x: at + 14, y: -7, fill: ink, "font-size": 11, "font-family": font }, text)];
  });
  copy.prepend(s("rect", { x: 0, y: -headHeight, width, height: height + headHeight, fill: plainColour(look.backgroundColor) }),
    s("text", { x: 8, y: -26, fill: ink, "font-size": 15, "font-weight": 600, "font-family": font }, title), ...keys);
  copy.setAttribute("viewBox", `0 ${-headHeight} ${width} ${height + headHeight}`);
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height + headHeight));
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  save(name, "image/svg+xml", new XMLSerializer().serializeToString(copy));
}
