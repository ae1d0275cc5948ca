// A coded report: its text with everything marked, its events beside it. An event lights up what proves it.

import { get, type DocRecord, type Entity, type RecordEvent, type Rule, type Span } from "./api";
import { h, plural, spaced } from "./dom";
import { failed } from "./events";
import { codeChip, codeName, quadNames, signed, statusChip, typeElement } from "./words";

/** Longer texts are shown up to here, the rest on demand: a page of ten million characters helps nobody. */
const SHOWN = 200_000;

type Mark = { start: number; end: number; key: string; kind: string };

/** Offsets count code points; JavaScript's strings count UTF-16 units. */
function units(text: string): (point: number) => number {
  // eslint-disable-next-line no-control-regex
  if (!/[\ud800-\udbff]/.test(text)) return (point) => point;
  const at: number[] = [];
  for (let i = 0; i < text.length; i++) {
    at.push(i);
    const c = text.charCodeAt(i);
    if (c >= 0xd800 && c < 0xdc00) i++;
  }
  at.push(text.length);
  return (point) => at[Math.min(point, at.length - 1)]!;
}

function marksOf(r: DocRecord): Mark[] {
  const marks: Mark[] = [];
  const add = (span: Span | null, key: string, kind: string) => {
    if (span && span[1] > span[0]) marks.push({ start: span[0], end: span[1], key, kind });
  };
  for (const e of r.entities) for (const m of e.mentions) add(m, e.id, `entity ${e.type}`);
  for (const a of r.attributions) {
    add(a.source, `${a.id} source`, "source");
    add(a.cue, `${a.id} cue`, "cue");
    for (const c of a.content) add(c, `${a.id} content`, "content");
  }
  r.events.forEach((e, i) => {
    add(e.trigger, `v${i} trigger`, `trigger q-text${e.quad}`);
    add(e.span, `v${i} span`, "");
  });
  for (const t of r.times) add([t.start, t.end], "", "when");
  for (const p of r.places) add([p.start, p.end], "", "where");
  return marks;
}

/** Pieces between all borders of all marks; each knows its marks. */
function piecesOf(r: DocRecord, upTo: number): { nodes: Node[]; byKey: Map<string, HTMLElement[]> } {
  const at = units(r.text), end = Math.min(upTo, r.text.length);
  const marks = marksOf(r).map((m) => ({ ...m, start: at(m.start), end: at(m.end) })).filter((m) => m.start < end);
  const cuts = [...new Set(marks.flatMap((m) => [m.start, Math.min(m.end, end)]).concat(0, end))].sort((a, b) => a - b);
  const starting = [...marks].sort((a, b) => a.start - b.start);
  const byKey = new Map<string, HTMLElement[]>(), nodes: Node[] = [];
  let active: Mark[] = [], next = 0;
  for (let i = 0; i + 1 < cuts.length; i++) {
    const from = cuts[i]!, to = cuts[i + 1]!;
    active = active.filter((m) => m.end > from);
    while (next < starting.length && starting[next]!.start <= from) active.push(starting[next++]!);
    const text = r.text.slice(from, to);
    if (active.length === 0) {
      nodes.push(document.createTextNode(text));
      continue;
    }
    const piece = h("span", { class: [...new Set(active.map((m) => m.kind))].filter(Boolean).join(" ") || null }, text);
    for (const m of active) if (m.key) (byKey.get(m.key) ?? byKey.set(m.key, []).get(m.key)!).push(piece);
    nodes.push(piece);
  }
  return { nodes, byKey };
}

function voices(r: DocRecord, ids: string[], verb: string): string {
  const names = ids.map((id) => {
    const a = r.attributions.find((x) => x.id === id);
    const entity = r.entities.find((x) => x.id === a?.source_entity);
    const at = units(r.text);
    return entity?.name ?? (a?.source ? r.text.slice(at(a.source[0]), at(a.source[1])) : "an unnamed source");
  });
  return names.length > 0 ? `${verb} ${[...new Set(names)].join(", ")}` : "";
}

function names(r: DocRecord, ids: string[]): Node[] {
  return ids.flatMap((id, i) => {
    const x = r.entities.find((entity) => entity.id === id);
    return [document.createTextNode(i > 0 ? ", " : ""), h("span", { class: "who" }, h("bdi", {}, x?.name ?? id), codeChip(x?.code, x?.sector[0]))];
  });
}

const unnamed = (): Node[] => [h("span", { class: "nobody" }, "unnamed")];

/** The rule as it stands in the lexicon, fetched when it is asked for. */
function ruleBox(name: string): HTMLElement {
  const box = h("details", { class: "rule" }, h("summary", {}, "The rule as it is written"));
  box.addEventListener("toggle", () => {
    if (!box.open || box.childElementCount > 1) return;
    get<Rule>(`/api/rules/${encodeURIComponent(name)}`, {})
      .then((rule) => box.append(h("pre", { tabindex: 0 }, rule.text), h("p", { class: "event-foot" }, `data/lexicon/${rule.file}, line ${rule.line}`)))
      .catch((e: unknown) => box.append(...[failed(e)].filter((n) => n !== null)));
  });
  return box;
}

function eventCard(r: DocRecord, e: RecordEvent, light: () => void, dark: () => void): HTMLElement {
  const words = [voices(r, e.asserted_by, "according to"), voices(r, e.denied_by, "denied by"), voices(r, e.hedged_by, "doubted by")].filter(Boolean).join("; ");
  const place = e.place === null ? null : r.places[e.place];
  const size = Object.entries(e.size ?? {}).filter(([, n]) => n !== null).map(([k, n]) => `${n} ${k}`).join(", ");
  const facts: [string, string][] = [["Kind", `${quadNames[e.quad - 1]}, score ${signed(e.score)}`], ["Date", e.date_basis === "stated" ? "stated in the text" : "that of the report"],
    ["Context", e.context.join(", ").replaceAll("_", " ")], ["CAMEO", e.cameo], ["Confidence", e.confidence.toFixed(2)], ["Rule", e.rule]];
  return h("li", { class: "event card", tabindex: 0, onmouseenter: light, onmouseleave: dark, onfocusin: light, onfocusout: dark },
    h("div", { class: "event-head" }, ...spaced(
      h("span", { class: "parties" }, ...(e.actor.length > 0 ? names(r, e.actor) : unnamed()),
        ...(e.recipient.length > 0 ? [h("span", { class: "arrow", "aria-hidden": "true" }, " → "), h("span", { class: "sr" }, " to "), ...names(r, e.recipient)] : [])),
      typeElement(e), statusChip(e.status))),
    h("p", { class: "event-foot" }, h("span", {}, e.date ?? "undated"), place ? h("span", {}, `in ${place.name}`) : null, size ? h("span", {}, size) : null, words ? h("span", {}, words) : null),
    h("details", { class: "why" }, h("summary", {}, "Why"),
      h("dl", {}, ...facts.flatMap(([k, v]) => (v ? [h("dt", {}, k), h("dd", {}, v)] : []))), ruleBox(e.rule)));
}

const entityTitle = (e: Entity): string =>
  [e.name, [e.code, ...e.sector].filter((c): c is string => Boolean(c)).map(codeName).join(", "), e.role].filter(Boolean).join(" – ");

function marksLegend(): HTMLElement {
  return h("p", { class: "legend marks" }, h("span", { class: "entity person" }, "person"), h("span", { class: "entity state" }, "state"), h("span", { class: "entity organization" }, "organisation, group"),
    h("span", { class: "entity" }, "others"), h("span", { class: "content" }, "what a source says"), h("span", { class: "cue" }, "its saying"), h("span", { class: "when" }, "time, place"),
    ...quadNames.map((name, i) => h("span", { class: `trigger q-text${i + 1}` }, name)));
}

function listOf(title: string, items: HTMLElement[]): HTMLElement | null {
  return items.length === 0 ? null : h("details", {}, h("summary", {}, `${title} (${items.length})`), h("ul", { class: "entities" }, ...items));
}

function more(r: DocRecord): (HTMLElement | null)[] {
  const places = [...new Map(r.places.map((p) => [p.text, p])).values()];
  const point = (p: DocRecord["places"][number]) => (p.lat !== null && p.lon !== null ? `${p.lat.toFixed(1)}, ${p.lon.toFixed(1)}` : null);
  return [
    listOf("Who is in it", r.entities.map((x) => h("li", {}, h("bdi", {}, x.name), codeChip(x.code, ...x.sector), x.role ? h("span", { class: "role" }, x.role) : null))),
    listOf("When", r.times.map((t) => h("li", {}, t.text, h("span", { class: "code" }, t.value)))),
    listOf("Where", places.map((p) => h("li", {}, p.text, codeChip(p.country), point(p) ? h("span", { class: "code" }, point(p)) : null))),
  ];
}

/** `lit`: index of an event to light up from the start. */
export function recordView(r: DocRecord, lit: number | null, level: "h1" | "h2"): HTMLElement {
  const text = h("div", { class: "text", dir: "auto", lang: "en" });
  let byKey = new Map<string, HTMLElement[]>();
  const cards: HTMLElement[] = [];
  const light = (i: number, on: boolean, scroll = false) => {
    const e = r.events[i]!;
    const keys: [string, string][] = [[`v${i} span`, "lit"], [`v${i} trigger`, "lit-strong"]];
    for (const id of [...e.actor, ...e.recipient]) keys.push([id, "lit-who"]);
    for (const id of [...e.asserted_by, ...e.denied_by, ...e.hedged_by]) for (const part of ["source", "cue", "content"]) keys.push([`${id} ${part}`, part === "content" ? "lit" : "lit-strong"]);
    for (const [key, name] of keys) for (const piece of byKey.get(key) ?? []) piece.classList.toggle(name, on);
    if (on && scroll) byKey.get(`v${i} trigger`)?.[0]?.scrollIntoView({ block: "center" });
  };
  const fill = (upTo: number) => {
    const pieces = piecesOf(r, upTo);
    byKey = pieces.byKey;
    text.replaceChildren(...pieces.nodes);
    for (const e of r.entities) for (const piece of byKey.get(e.id) ?? []) piece.title = entityTitle(e);
    // From the text to the card of its event; the keyboard goes by the cards.
    r.events.forEach((_, i) => byKey.get(`v${i} trigger`)?.forEach((piece) => piece.addEventListener("click", () => cards[i]?.focus())));
  };
  fill(SHOWN);
  const rest = r.text.length > SHOWN
    ? h("button", { type: "button", onclick: () => (fill(Infinity), rest?.remove()) }, `Show all ${plural(r.text.length, "character")}`)
    : null;
  cards.push(...r.events.map((e, i) => eventCard(r, e, () => light(i, true), () => { if (i !== lit) light(i, false); })));
  if (lit !== null && cards[lit]) {
    cards[lit].classList.add("chosen");
    requestAnimationFrame(() => {
      light(lit, true, true);
      const list = cards[lit]!.closest("aside");
      if (list) list.scrollTop = cards[lit]!.offsetTop - list.offsetTop - 60;
    });
  }
  const meta = [r.date, r.byline, r.source, r.section].filter(Boolean).join(" · ");
  return h("div", { class: "record" },
    h("article", { class: "paper" },
      h(level, { class: r.title ? null : "sr" }, h("bdi", {}, r.title ?? "Report")), meta ? h("p", { class: "meta" }, meta) : null,
      r.url && /^https?:/.test(r.url) ? h("p", { class: "meta" }, h("a", { href: r.url, rel: "noreferrer noopener", target: "_blank" }, r.url)) : null,
      marksLegend(), text, rest,
      ...r.captions.map((c) => h("p", { class: "caption" }, h("bdi", {}, c.text), c.credit ? h("small", {}, ` ${c.credit}`) : null))),
    h("aside", { "aria-label": "Events" }, h("h2", {}, plural(r.events.length, "event")),
      r.events.length > 0 ? h("ol", { class: "events" }, ...cards) : h("p", { class: "empty" }, "No event was found in this report."),
      ...more(r)));
}
