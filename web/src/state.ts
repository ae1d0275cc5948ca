// What is shown stands in the address: a view is a link, and Back goes back.

export const views = ["overview", "dyad", "network", "map", "claims", "report", "try"] as const;
export type View = (typeof views)[number];

export const viewNames: Record<View, string> = {
  overview: "Overview", dyad: "Dyad", network: "Network", map: "Map", claims: "Claims", report: "Reports", try: "Try it",
};

/** Keys of the filter bar; the API takes the same. */
export const filterKeys = ["from", "to", "actor", "recipient", "party", "type", "quad", "status", "place", "source", "context", "text", "once", "copies"] as const;

export function params(): URLSearchParams {
  return new URLSearchParams(location.search);
}

export function view(): View {
  const v = params().get("view");
  return views.includes(v as View) ? (v as View) : "overview";
}

export function filters(without: string[] = []): URLSearchParams {
  const all = params(), out = new URLSearchParams();
  for (const key of filterKeys) {
    const value = all.get(key);
    if (value && !without.includes(key)) out.set(key, value);
  }
  return out;
}

export type Patch = Record<string, string | null | undefined>;

/** The address with some keys changed; null takes one away. */
export function link(patch: Patch): string {
  const p = params();
  for (const [key, value] of Object.entries(patch)) {
    if (value === null || value === undefined || value === "") p.delete(key);
    else p.set(key, value);
  }
  if (p.get("view") === "overview") p.delete("view");
  const text = p.toString();
  return text ? `?${text}` : location.pathname;
}

const listeners = new Set<() => void>();
export function onChange(f: () => void): void { listeners.add(f); }
function changed(): void { for (const f of listeners) f(); }

export function go(patch: Patch, replace = false): void {
  history[replace ? "replaceState" : "pushState"](null, "", link(patch));
  changed();
}

addEventListener("popstate", changed);

// Links within the page change the state without loading it anew.
document.addEventListener("click", (e) => {
  const a = e.target instanceof Element ? e.target.closest("a") : null;
  const href = a?.getAttribute("href");
  if (!a || !href || e.ctrlKey || e.metaKey || e.shiftKey || e.button !== 0) return;
  if (href.startsWith("?") || href === location.pathname) {
    e.preventDefault();
    history.pushState(null, "", href);
    changed();
    scrollTo({ top: 0 });
  }
});
