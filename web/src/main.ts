// The frame: navigation, filter bar, the view that the address names; progress and errors.

import { cancelAll, get, onRunning, type About } from "./api";
import { announce, byId, count, h } from "./dom";
import { filterBar, filterLine } from "./filterbar";
import { filters, link, onChange, view, viewNames, views, type View } from "./state";
import { startTheme, themeButton } from "./theme";
import { hideTip } from "./tip";
import { claims } from "./views/claims";
import { dyad } from "./views/dyad";
import { map } from "./views/map";
import { network } from "./views/network";
import { overview } from "./views/overview";
import { report } from "./views/report";
import { tryIt } from "./views/try";
import { nameStates } from "./words";

export interface Context { about: About; signal: AbortSignal }
/** What a view shows, once its first answers are there. */
type Draw = (context: Context) => Promise<Node[]>;

const draws: Record<View, Draw> = { overview, dyad, network, map, claims, report, try: tryIt };

let about: About | null = null;
let current: AbortController | null = null;

const busy = h("span", { class: "busy", hidden: true }, h("progress", { "aria-label": "Working" }),
  h("button", { type: "button", class: "small", onclick: cancelAll }, "Cancel"));

function head(now: View): void {
  byId("head").replaceChildren(
    h("a", { class: "brand", href: link({ view: null, report: null, act: null, event: null }) }, "demarche"),
    h("nav", { "aria-label": "Views" }, ...views.filter((v) => about?.store || v === "try").map((v) =>
      h("a", { href: link({ view: v, report: null, event: null, act: null }), "aria-current": v === now ? "page" : null }, viewNames[v]))),
    busy, themeButton());
  document.querySelector("nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function foot(): void {
  const store = about?.store;
  byId("foot").replaceChildren(
    store ? `${count(store.reports)} reports, ${count(store.events)} events, ${store.from ?? "–"} to ${store.to ?? "–"} · ` : "",
    `demarche ${about?.version ?? ""} · `, h("a", { href: "/api/openapi.json" }, "API"));
}

function problem(e: Error): HTMLElement {
  return h("div", { class: "error", role: "alert" }, h("p", {}, e.name === "AbortError" ? "Cancelled." : e.message),
    h("p", { class: "choices" }, h("button", { type: "button", onclick: () => void show() }, "Try again"),
      [...filters().keys()].length > 0 ? h("a", { class: "button", href: link(Object.fromEntries([...filters().keys()].map((k) => [k, null]))) }, "Without filters") : null));
}

/** Head and filter bar are made anew: what had the focus there gets it back. */
function frame(now: View): void {
  const had = document.activeElement;
  const inNav = had?.closest("nav") !== null && had?.closest("nav") !== undefined, name = had?.closest("#filters") ? had.getAttribute("name") : null;
  document.title = `${viewNames[now]} – demarche`;
  head(now);
  foot();
  const bar = filterBar(about!);
  byId("filters").replaceChildren(...(bar ? [bar] : []));
  if (inNav) document.querySelector<HTMLElement>("nav [aria-current]")?.focus();
  if (name) bar?.querySelector<HTMLElement>(`[name="${CSS.escape(name)}"]`)?.focus();
}

async function show(): Promise<void> {
  current?.abort();
  const control = (current = new AbortController());
  const main = byId("main");
  hideTip();
  try {
    if (!about) {
      about = await get<About>("/api/about", {}, control.signal);
      nameStates(about.codes ?? {});
    }
    const now: View = about.store ? view() : "try";
    frame(now);
    main.setAttribute("aria-busy", "true");
    const nodes = await draws[now]({ about, signal: control.signal });
    if (control.signal.aborted) return;
    const lost = main.contains(document.activeElement) && document.activeElement !== main;
    const titled = nodes.some((n) => n instanceof Element && n.querySelector("h1"));
    main.replaceChildren(...(titled ? [] : [h("h1", { class: now === "try" || now === "report" ? "" : "sr" }, viewNames[now])]), ...[filterLine()].filter((n) => n !== null), ...nodes);
    if (lost) main.focus({ preventScroll: true });
    announce(`${viewNames[now]} shown`);
  } catch (e) {
    if (current === control) main.replaceChildren(problem(e as Error));
  } finally {
    if (current === control) main.setAttribute("aria-busy", "false");
  }
}

// The bar of progress comes only when an answer takes its time.
let timer: ReturnType<typeof setTimeout> | undefined;
onRunning((n) => {
  clearTimeout(timer);
  if (n === 0) busy.hidden = true;
  else timer = setTimeout(() => (busy.hidden = false), 400);
});

startTheme();
onChange(() => void show());
void show();
