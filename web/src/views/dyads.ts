// Pairs of actors as a table: how often, how, and of which kinds.

import type { TallyRow } from "../api";
import { count, h } from "../dom";
import { link } from "../state";
import { coded, quadNames, scoreElement } from "../words";

function kinds(r: TallyRow): HTMLElement {
  const text = r.quad.map((n, i) => `${count(n)} ${quadNames[i]}`).join(", ");
  const bar = h("span", { class: "mini", role: "img", "aria-label": text, title: text });
  r.quad.forEach((n, i) => {
    const part = h("span", { class: `q${i + 1}-back` });
    part.style.flexGrow = String(n);
    if (n > 0) bar.append(part);
  });
  return bar;
}

function row(r: TallyRow): HTMLElement {
  const [a, b] = [r.key[0]!, r.key[1]!];
  const name = a === b ? [h("span", { class: "within" }, "within "), coded(a)] : [coded(a), h("span", { class: "arrow", "aria-hidden": "true" }, " → "), h("span", { class: "sr" }, " to "), coded(b)];
  return h("tr", {},
    h("th", { scope: "row" }, h("a", { href: link({ view: "dyad", a, b }) }, ...name)),
    h("td", { class: "n" }, count(r.events)), h("td", { class: "n" }, scoreElement(r.score)), h("td", { class: "kinds" }, kinds(r)));
}

/** The first `few`, the others on demand. */
export function dyadTable(rows: TallyRow[], few: number): HTMLElement {
  if (rows.length === 0) return h("p", { class: "empty" }, "No event here is between two actors with a code.");
  const body = h("tbody", {}, ...rows.slice(0, few).map(row));
  const rest = rows.slice(few);
  const more: HTMLElement | null = rest.length === 0 ? null : h("button", { type: "button", class: "more", onclick: () => {
    body.append(...rest.map(row));
    more?.remove();
  } }, `All ${count(rows.length)}`);
  return h("div", {}, h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": "Pairs of actors" }, h("table", { class: "dyads" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Who to whom"), h("th", { scope: "col", class: "n" }, "Events"), h("th", { scope: "col", class: "n" }, "Score"), h("th", { scope: "col" }, "Kinds"))),
    body)), more);
}
