// The filter bar: what is set stands in the address; what is wrong is told by the server.

import type { About } from "./api";
import { h } from "./dom";
import { filterKeys, filters, go, link, params, view } from "./state";
import { quadNames } from "./words";

const texts: Record<string, [label: string, placeholder: string]> = {
  from: ["From", "2023-06"], to: ["To", "2023-12"], actor: ["Who acts", "RUS, MIL, or a name"], recipient: ["To whom", "UKR"],
  party: ["Either side", "UNO"], place: ["Where", "UKR, Kyiv"], source: ["Publisher", "part of its name"], text: ["Words", "\"cease fire\""],
};

function choice(key: string, label: string, values: [string, string][]): HTMLElement {
  const now = params().get(key) ?? "";
  const known = values.some(([v]) => v === now);
  return h("label", {}, label, h("select", { name: key },
    h("option", { value: "" }, "any"),
    !known && now ? h("option", { value: now, selected: true }, now) : null,
    ...values.map(([v, text]) => h("option", { value: v, selected: v === now }, text))));
}

function field(key: string): HTMLElement {
  const [label, placeholder] = texts[key]!;
  return h("label", {}, label, h("input", { name: key, value: params().get(key) ?? "", placeholder, autocomplete: "off", spellcheck: "false", size: key === "from" || key === "to" ? 9 : 14 }));
}

export function filterBar(about: About): HTMLElement | null {
  if (!about.store || view() === "try" || view() === "report") return null;
  const set = [...filters().keys()];
  const rare = ["place", "source", "party", "context", "once", "copies"].some((k) => set.includes(k));
  const form = h("form", { class: "filters", role: "search", "aria-label": "Filters" },
    field("from"), field("to"), field("actor"), field("recipient"),
    choice("type", "What", about.types.map((t) => [t.name, t.name])),
    choice("quad", "Kind", quadNames.map((name, i) => [String(i + 1), name])),
    choice("status", "Status", about.statuses.map((s) => [s, s])), field("text"),
    h("details", { open: rare }, h("summary", {}, "More"),
      h("div", { class: "filters" }, field("party"), field("place"), field("source"),
        choice("context", "Context", about.contexts.map((c) => [c, c.replaceAll("_", " ")])),
        choice("once", "Count the same event", [["act", "once over all reports"], ["day", "once a day"]]),
        choice("copies", "Copies of reports", [["yes", "count them, too"]]))),
    h("button", { type: "submit" }, "Show"),
    set.length > 0 ? h("a", { class: "button", href: link(Object.fromEntries(filterKeys.map((k) => [k, null]))) }, "Clear") : null);
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    const data = new FormData(form);
    go(Object.fromEntries(filterKeys.map((k) => [k, String(data.get(k) ?? "").trim() || null])));
  });
  form.addEventListener("change", (e) => {
    if (e.target instanceof HTMLSelectElement) form.requestSubmit();
  });
  return form;
}
