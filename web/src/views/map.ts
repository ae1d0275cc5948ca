// Events by place.

import { geoGraticule10, geoNaturalEarth1, geoPath } from "d3-geo";
import { scaleSqrt } from "d3-scale";
import { select } from "d3-selection";
import { zoom, zoomIdentity } from "d3-zoom";
import { feature, mesh } from "topojson-client";
import { get, type Places } from "../api";
import { figure } from "../chart";
import { count, h, plural, s } from "../dom";
import { eventList } from "../events";
import type { Context } from "../main";
import { filters, go, link } from "../state";
import { scoreColour, signed } from "../words";

const width = 960, height = 500;
type World = Parameters<typeof feature>[0];
let world: Promise<World> | null = null;

export async function map({ signal }: Context): Promise<Node[]> {
  const f = filters();
  world ??= fetch("/world.json").then((r) => r.json() as Promise<World>);
  const [places, atlas] = await Promise.all([get<Places>("/api/places", new URLSearchParams([...f, ["limit", "1500"]]), signal), world]);
  const projection = geoNaturalEarth1().fitExtent([[4, 4], [width - 4, height - 4]], { type: "Sphere" });
  const path = geoPath(projection);
  const svg = s("svg", { viewBox: `0 0 ${width} ${height}`, class: "chart map" });
  const layer = s("g", {});
  const countries = atlas.objects["countries"]!;
  layer.append(
    s("path", { class: "sea", d: path({ type: "Sphere" }) ?? "" }), s("path", { class: "graticule", d: path(geoGraticule10()) ?? "" }),
    s("path", { class: "land", d: path(feature(atlas, countries)) ?? "" }),
    s("path", { class: "borders", d: path(mesh(atlas, countries as Parameters<typeof mesh>[1], (a, b) => a !== b)) ?? "" }));
  const r = scaleSqrt([0, Math.max(1, ...places.places.map((p) => p.events))], [1.5, 18]);
  const circles: [SVGCircleElement, number][] = [];
  for (const p of places.places) {
    const at = projection([p.lon, p.lat]);
    if (!at) continue;
    const text = `${p.name}${p.country ? `, ${p.country}` : ""}: ${plural(p.events, "event")}, mean score ${signed(p.score)}`;
    const c = s("circle", { cx: at[0], cy: at[1], r: r(p.events), class: "spot" });
    c.style.fill = scoreColour(p.score);
    circles.push([c, r(p.events)]);
    layer.append(s("a", { href: link({ place: p.name }), "aria-label": text, tabindex: -1 }, s("title", {}, text), c));
  }
  svg.append(layer);
  const zooming = zoom<SVGSVGElement, unknown>().scaleExtent([1, 24]).translateExtent([[0, 0], [width, height]]).on("zoom", (e: { transform: { toString(): string; k: number } }) => {
    layer.setAttribute("transform", e.transform.toString());
    for (const [c, radius] of circles) c.setAttribute("r", String(radius / Math.sqrt(e.transform.k)));
    layer.style.setProperty("--thin", String(1 / e.transform.k));
  });
  const d3svg = select(svg).call(zooming);
  const by = (k: number) => () => void d3svg.call(zooming.scaleBy, k);
  const rows = places.places.slice(0, 40);
  return [
    figure("Events by place", null,
      h("p", { class: "lead" }, `${plural(places.events - places.nowhere, "event")} in ${plural(places.places.length, "place")}; ${count(places.nowhere)} without a place on the map. `,
        h("button", { type: "button", class: "small", onclick: by(2), "aria-label": "Closer" }, "+"), " ",
        h("button", { type: "button", class: "small", onclick: by(0.5), "aria-label": "Farther" }, "−"), " ",
        h("button", { type: "button", class: "small", onclick: () => void d3svg.call(zooming.transform, zoomIdentity) }, "Whole world")),
      h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Chart; scrolls sideways where the window is narrow" }, svg)),
    h("div", { class: "columns" },
      h("section", {}, h("h2", {}, "Busiest places"), rows.length === 0 ? h("p", { class: "empty" }, "No event here has a place.") :
        h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Place"), h("th", { scope: "col", class: "n" }, "Events"), h("th", { scope: "col", class: "n" }, "Score"))),
          h("tbody", {}, ...rows.map((p) => {
            const score = h("span", { class: "score" }, signed(p.score));
            score.style.setProperty("--tone", scoreColour(p.score));
            return h("tr", {}, h("th", { scope: "row" }, h("a", { href: link({ place: p.name }) }, p.name), p.country ? h("span", { class: "code" }, p.country) : null),
              h("td", { class: "n" }, count(p.events)), h("td", { class: "n" }, score));
          })))),
      h("section", {}, h("h2", {}, f.get("place") ? `Events in ${f.get("place")}` : "Latest events"),
        f.get("place") ? h("p", {}, h("button", { type: "button", onclick: () => go({ place: null }) }, "All places")) : null, eventList(f, signal, undefined, 12))),
  ];
}
