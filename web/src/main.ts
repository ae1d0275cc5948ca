// The frame: navigation, filter bar, the view that the address names; progress and errors.

import { cancelAll, get, onRunning, type About } from "./api";
import { byId, count, h } from "./dom";
import { filterBar } from "./filterbar";
import { filters, link, onChange, view, viewNames, views, type View } from "./state";
import { claims } from "./views/claims";
import { dyad } from "./views/dyad";
import { map } from "./views/map";
import { network } from "./views/network";
import { overview } from "./views/overview";
import { report } from "./views/report";
import { tryIt } from "./views/try";

export interface Context { about: About; signal: AbortSignal }
/** Fills the box that it gives while its answers arrive. */
type Draw = (context: Context) => Promise<Node[]>;

const draws: Record<View, Draw> = { overview, dyad, network, map, claims, report, try: tryIt };
const needsStore = (v: View): boolean => v !== "try";

let about: About | null = null;
let current: AbortController | null = null;

function head(): void {
  const now = view();
  const theme = h("button", { type: "button", class: "small", onclick: switchTheme, title: "Light or dark" }, "◐", h("span", { class: "sr" }, "Switch between light and dark"));
  byId("head").replaceChildren(
    h("a", { class: "brand", href: link({ view: null, report: null, act: null, event: null }) }, "demarche"),
    h("nav", { "aria-label": "Views" }, ...views.filter((v) => about?.store || v === "try").map((v) =>
      h("a", { href: link({ view: v, report: null, event: null, act: null }), "aria-current": v === now ? "page" : null }, viewNames[v]))),
    h("span", { class: "busy", id: "busy", hidden: true }, h("progress", { "aria-label": "Working" }),
      h("button", { type: "button", class: "small", onclick: cancelAll }, "Cancel")),
    theme);
}

function foot(): void {
  const store = about?.store;
  byId("foot").replaceChildren(
    store ? `${count(store.reports)} reports, ${count(store.events)} events, ${store.from ?? "–"} to ${store.to ?? "–"} · ` : "",
    `demarche ${about?.version ?? ""} · `, h("a", { href: "/api/openapi.json" }, "API"));
}

function problem(e: Error): HTMLElement {
  return h("div", { class: "error", role: "alert" }, h("p", {}, e.message),
    h("p", {}, h("button", { type: "button", onclick: () => void show() }, "Try again"), " ",
      [...filters().keys()].length > 0 ? h("a", { class: "button", href: location.pathname }, "Without filters") : null));
}

async function show(): Promise<void> {
  current?.abort();
  const control = (current = new AbortController());
  const main = byId("main");
  try {
    about ??= await get<About>("/api/about", {}, control.signal);
    const v: View = needsStore(view()) && !about.store ? "try" : view();
    document.title = `${viewNames[v]} – demarche`;
    head();
    foot();
    const bar = filterBar(about);
    const focused = document.activeElement instanceof HTMLInputElement ? document.activeElement.name : null;
    byId("filters").replaceChildren(...(bar ? [bar] : []));
    if (focused) bar?.querySelector<HTMLElement>(`[name="${CSS.escape(focused)}"]`)?.focus();
    main.setAttribute("aria-busy", "true");
    const nodes = await draws[v]({ about, signal: control.signal });
    if (control.signal.aborted) return;
    main.replaceChildren(h("h1", { class: v === "report" || v === "try" ? "" : "sr" }, viewNames[v]), ...nodes);
  } catch (e) {
    if (control.signal.aborted && current !== control) return;
    const error = e as Error;
    main.replaceChildren(problem(error.name === "AbortError" ? new Error("Cancelled.") : error));
  } finally {
    if (current === control) main.setAttribute("aria-busy", "false");
  }
}

// The bar of progress comes only when an answer takes its time.
let timer: ReturnType<typeof setTimeout> | undefined;
onRunning((n) => {
  clearTimeout(timer);
  const busy = document.getElementById("busy");
  if (n === 0) busy?.setAttribute("hidden", "");
  else timer = setTimeout(() => document.getElementById("busy")?.removeAttribute("hidden"), 400);
});

function switchTheme(): void {
  const dark = getComputedStyle(document.documentElement).colorScheme.startsWith("dark");
  document.documentElement.dataset.theme = dark ? "light" : "dark";
  try { localStorage.setItem("theme", document.documentElement.dataset.theme); } catch { /* not kept */ }
}
try {
  const kept = localStorage.getItem("theme");
  if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
} catch { /* as the system has it */ }

document.addEventListener("keydown", (e) => {
  if (e.key === "/" && !(e.target instanceof HTMLInputElement) && !(e.target instanceof HTMLTextAreaElement)) {
    e.preventDefault();
    document.querySelector<HTMLInputElement>('input[name="text"]')?.focus();
  }
});

onChange(() => void show());
void show();
