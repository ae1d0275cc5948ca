// The filter bar: what is set stands in the address; what is wrong is told by the server.

import type { About } from "./api";
import { h } from "./dom";
import { filterKeys, filters, go, link, params, view } from "./state";
import { allCodes, quadNames } from "./words";

const texts: Record<string, { label: string; example: string; list?: boolean }> = {
  from: { label: "From", example: "2023-06" }, to: { label: "To", example: "2023-12" },
  actor: { label: "Who acts", example: "code, name", list: true }, recipient: { label: "To whom", example: "code, name", list: true },
  party: { label: "Either side", example: "code, name", list: true }, place: { label: "Where", example: "place" },
  source: { label: "Publisher", example: "name" }, text: { label: "Words", example: "\"cease fire\"" },
};
export const labels: Record<string, string> = {
  ...Object.fromEntries(Object.entries(texts).map(([key, t]) => [key, t.label])),
  type: "What", quad: "Kind", status: "Status", context: "Context", once: "Same event", copies: "Copies",
};
const rare = ["party", "place", "source", "context", "once", "copies"];

function choice(key: string, values: [string, string][]): HTMLElement {
  const now = params().get(key) ?? "";
  const known = values.some(([v]) => v === now);
  return h("label", {}, labels[key]!, h("select", { name: key },
    h("option", { value: "" }, "any"),
    !known && now ? h("option", { value: now, selected: true }, now) : null,
    ...values.map(([v, text]) => h("option", { value: v, selected: v === now }, text))));
}

function field(key: string): HTMLElement {
  const { label, example, list } = texts[key]!;
  return h("label", {}, label, h("input", { name: key, value: params().get(key) ?? "", placeholder: example, autocomplete: "off", spellcheck: "false", size: 8, list: list ? "codes" : null }));
}

/** What can be typed for an actor. */
export function codeList(): HTMLElement {
  return h("datalist", { id: "codes" }, ...allCodes().map(([code, name]) => h("option", { value: code }, name)));
}

function submitted(form: HTMLFormElement): void {
  const data = new FormData(form);
  go(Object.fromEntries(filterKeys.map((k) => [k, String(data.get(k) ?? "").trim() || null])));
}

export function filterBar(about: About): HTMLElement | null {
  if (!about.store || view() === "try" || view() === "report" || params().get("act")) return null;
  const set = [...filters().keys()];
  const toggle = h("button", { type: "button", class: "toggle", "aria-expanded": "false", onclick: () => {
    const open = form.toggleAttribute("data-open");
    toggle.setAttribute("aria-expanded", String(open));
  } }, set.length > 0 ? `Filters (${set.length})` : "Filters");
  const form: HTMLFormElement = h("form", { class: "filters", role: "search", "aria-label": "Filters" }, toggle,
    field("from"), field("to"), field("actor"), field("recipient"),
    choice("type", about.types.map((t) => [t.name, t.name])),
    choice("quad", quadNames.map((name, i) => [String(i + 1), name])),
    choice("status", about.statuses.map((s) => [s, s])), field("text"),
    h("details", { open: rare.some((k) => set.includes(k)) }, h("summary", {}, "More"),
      h("div", { class: "filters" }, field("party"), field("place"), field("source"),
        choice("context", about.contexts.map((c) => [c, c.replaceAll("_", " ")])),
        choice("once", [["act", "once over all reports"], ["day", "once a day"]]),
        choice("copies", [["yes", "count them, too"]]))),
    h("span", { class: "act" }, h("button", { type: "submit" }, "Show"),
      set.length > 0 ? h("a", { class: "button", href: link(Object.fromEntries(filterKeys.map((k) => [k, null]))) }, "Clear") : null),
    codeList());
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    submitted(form);
  });
  form.addEventListener("change", (e) => {
    if (e.target instanceof HTMLSelectElement) submitted(form);
  });
  return form;
}

/** On paper the bar is missing: what is set, in a line. */
export function filterLine(): HTMLElement | null {
  const set = [...filters().entries()];
  return set.length === 0 ? null : h("p", { class: "on-paper" }, set.map(([k, v]) => `${labels[k] ?? k}: ${k === "quad" ? quadNames[Number(v) - 1] ?? v : v}`).join(" · "));
}
