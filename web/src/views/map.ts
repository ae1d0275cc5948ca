// Events by place.

import { geoGraticule10, geoNaturalEarth1, geoPath } from "d3-geo";
import { scaleSqrt } from "d3-scale";
import { select } from "d3-selection";
import { zoom, zoomIdentity, type ZoomBehavior } from "d3-zoom";
import { feature, mesh } from "topojson-client";
import { get, type PlaceRow, type Places } from "../api";
import { count, h, plural, s } from "../dom";
import { eventList } from "../events";
import { figure, responsive } from "../figure";
import { scoreLegend, sizeLegend, someCounts } from "../keys";
import type { Context } from "../main";
import { filters, link } from "../state";
import { tipped } from "../tip";
import { codeChip, codeName, quadNames, scoreColour, scoreElement, signed } from "../words";

type World = Parameters<typeof feature>[0];
let world: Promise<World> | null = null;

type Radius = (events: number) => number;
interface Drawn { svg: SVGSVGElement; zooming: ZoomBehavior<SVGSVGElement, unknown> }

function spot(p: PlaceRow, at: [number, number], r: number): SVGElement {
  const name = `${p.name}${p.country ? `, ${codeName(p.country)}` : ""}`, text = `${plural(p.events, "event")}, mean score ${signed(p.score)}`;
  const c = s("circle", { cx: at[0], cy: at[1], r, class: "spot" });
  c.style.fill = scoreColour(p.score);
  return tipped(s("a", { href: link({ place: p.name }), "aria-label": `${name}: ${text}`, tabindex: -1 }, c),
    name, text, ...p.quad.flatMap((n, i) => (n > 0 ? [`${count(n)} ${quadNames[i]}`] : [])));
}

function draw(atlas: World, places: PlaceRow[], radius: Radius, width: number): Drawn {
  const height = Math.round(width * 0.5);
  const projection = geoNaturalEarth1().fitExtent([[2, 2], [width - 2, height - 2]], { type: "Sphere" }), path = geoPath(projection);
  const svg = s("svg", { viewBox: `0 0 ${width} ${height}`, class: "chart map", role: "group", "aria-label": "Map of the world; the table below lists its places" });
  const layer = s("g", {}), countries = atlas.objects["countries"]!;
  layer.append(
    s("path", { class: "sea", d: path({ type: "Sphere" }) ?? "" }), s("path", { class: "graticule", d: path(geoGraticule10()) ?? "" }),
    s("path", { class: "land", d: path(feature(atlas, countries)) ?? "" }),
    s("path", { class: "borders", d: path(mesh(atlas, countries as Parameters<typeof mesh>[1], (a, b) => a !== b)) ?? "" }));
  for (const p of places) {
    const at = projection([p.lon, p.lat]);
    if (at) layer.append(spot(p, at, radius(p.events)));
  }
  svg.append(layer);
  let scale = 1;
  const zooming = zoom<SVGSVGElement, unknown>().scaleExtent([1, 24]).translateExtent([[0, 0], [width, height]])
    // The wheel and one finger belong to the page: until Ctrl is held, or the map is larger than its frame.
    .filter((e: Event) => (e instanceof WheelEvent ? e.ctrlKey : e.type !== "touchstart" || scale > 1 || (e as TouchEvent).touches.length > 1))
    .on("zoom", (e: { transform: { toString(): string; k: number } }) => {
      scale = e.transform.k;
      layer.setAttribute("transform", e.transform.toString());
      layer.querySelectorAll("circle").forEach((c, i) => c.setAttribute("r", String(radius(places[i]!.events) / Math.sqrt(scale))));
      layer.style.setProperty("--thin", String(1 / scale));
      svg.classList.toggle("near", scale > 1);
    });
  select(svg).call(zooming);
  return { svg, zooming };
}

function table(rows: PlaceRow[]): HTMLElement {
  if (rows.length === 0) return h("p", { class: "empty" }, "No event here has a place on the map.");
  return h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Places" }, h("table", {},
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Place"), h("th", { scope: "col", class: "n" }, "Events"), h("th", { scope: "col", class: "n" }, "Score"))),
    h("tbody", {}, ...rows.map((p) => h("tr", {}, h("th", { scope: "row" }, h("a", { href: link({ place: p.name }) }, p.name), codeChip(p.country)),
      h("td", { class: "n" }, count(p.events)), h("td", { class: "n" }, scoreElement(p.score)))))));
}

export async function map({ signal }: Context): Promise<Node[]> {
  const f = filters(), place = f.get("place");
  world ??= fetch("/world.json").then((r) => r.json() as Promise<World>);
  const [places, atlas] = await Promise.all([get<Places>("/api/places", new URLSearchParams([...f, ["limit", "1500"]]), signal), world]);
  const most = Math.max(1, ...places.places.map((p) => p.events)), radius = scaleSqrt([0, most], [1.5, 18]);
  let now: Drawn | null = null;
  const plot = responsive((width) => (now = draw(atlas, places.places, radius, width)).svg);
  const by = (k: number) => () => { if (now) now.zooming.scaleBy(select(now.svg), k); };
  const whole = () => { if (now) now.zooming.transform(select(now.svg), zoomIdentity); };
  const button = (text: string, label: string | null, onclick: () => void) => h("button", { type: "button", class: "small", onclick, "aria-label": label }, text);
  return [
    figure("Events by place", `/api/places?${new URLSearchParams([...f, ["format", "csv"], ["limit", "5000"]])}`,
      h("p", { class: "lead" }, `${plural(places.events - places.nowhere, "event")} in ${plural(places.places.length, "place")}; ${count(places.nowhere)} without a place on the map. `,
        h("span", { class: "tools" }, button("+", "Closer", by(2)), button("−", "Farther", by(0.5)), button("Whole world", null, whole)),
        place ? h("a", { class: "button small", href: link({ place: null }) }, `All, not only ${place}`) : null),
      scoreLegend(" Events: ", sizeLegend("circle", someCounts(most), radius)), plot),
    h("div", { class: "columns" },
      h("section", {}, h("h2", {}, "Busiest places"), table(places.places.slice(0, 40))),
      h("section", {}, h("h2", {}, place ? `Events in ${place}` : "Latest events"), eventList(f, signal, undefined, 12))),
  ];
}
