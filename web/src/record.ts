// A coded report: its text with everything marked, its events beside it. An event lights up what proves it.

import type { DocRecord, RecordEvent, Span } from "./api";
import { h, plural } from "./dom";
import { eventName, quadNames, signed, statusChip } from "./words";

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

function names(r: DocRecord, ids: string[], none: string): HTMLElement {
  const e = h("span", { class: "parties" });
  if (ids.length === 0) e.append(none);
  ids.forEach((id, i) => {
    const x = r.entities.find((entity) => entity.id === id);
    if (i > 0) e.append(", ");
    const code = [x?.code, x?.sector?.[0]].filter(Boolean).join(" ");
    e.append(h("span", { class: "who" }, h("bdi", {}, x?.name ?? id), code ? h("span", { class: "code" }, code) : null));
  });
  return e;
}

function eventCard(r: DocRecord, e: RecordEvent, light: () => void, dark: () => void): HTMLElement {
  const words = [voices(r, e.asserted_by, "says"), voices(r, e.denied_by, "denied by"), voices(r, e.hedged_by, "doubted by")].filter(Boolean).join("; ");
  const place = e.place === null ? null : r.places[e.place];
  const size = Object.entries(e.size ?? {}).filter(([, n]) => n !== null).map(([k, n]) => `${n} ${k}`).join(", ");
  return h("li", { class: "event card", tabindex: 0, onmouseenter: light, onmouseleave: dark, onfocus: light, onblur: dark },
    h("div", { class: "event-head" }, names(r, e.actor, "somebody"), h("span", { "aria-hidden": "true" }, "→"), h("span", { class: "sr" }, "to"), names(r, e.recipient, "nobody named"),
      h("strong", { class: `type q-text${e.quad}` }, eventName(e)), statusChip(e.status)),
    h("p", { class: "event-foot" }, h("span", {}, e.date ?? "undated"), place ? h("span", {}, `in ${place.name}`) : null, size ? h("span", {}, size) : null, words ? h("span", {}, words) : null),
    h("details", {}, h("summary", {}, "Why"),
      h("dl", {},
        ...([["Rule", e.rule], ["Confidence", e.confidence.toFixed(2)], ["Kind", `${quadNames[e.quad - 1]}, score ${signed(e.score)}`],
          ["CAMEO", e.cameo], ["Context", e.context.join(", ").replaceAll("_", " ")], ["Date", e.date_basis === "stated" ? "stated in the text" : "that of the report"]] as const)
          .flatMap(([k, v]) => (v ? [h("dt", {}, k), h("dd", {}, v)] : [])))));
}

/** `lit`: index of an event to light up from the start. */
export function recordView(r: DocRecord, lit: number | null): HTMLElement {
  const text = h("div", { class: "text", dir: "auto", lang: "en" });
  let { nodes, byKey } = piecesOf(r, SHOWN);
  text.append(...nodes);
  const rest = r.text.length > SHOWN
    ? h("button", { type: "button", onclick: () => {
        ({ nodes, byKey } = piecesOf(r, Infinity));
        text.replaceChildren(...nodes);
        rest?.remove();
      } }, `Show all ${plural(r.text.length, "character")}`)
    : null;
  const light = (i: number, on: boolean, scroll = false) => {
    const e = r.events[i]!;
    const keys: [string, string][] = [[`v${i} span`, "lit"], [`v${i} trigger`, "lit-strong"]];
    for (const id of [...e.actor, ...e.recipient]) keys.push([id, "lit-who"]);
    for (const id of [...e.asserted_by, ...e.denied_by, ...e.hedged_by]) for (const part of ["source", "cue", "content"]) keys.push([`${id} ${part}`, part === "content" ? "lit" : "lit-strong"]);
    for (const [key, name] of keys) for (const piece of byKey.get(key) ?? []) piece.classList.toggle(name, on);
    if (on && scroll) byKey.get(`v${i} trigger`)?.[0]?.scrollIntoView({ block: "center" });
  };
  const cards = r.events.map((e, i) => eventCard(r, e, () => light(i, true), () => { if (i !== lit) light(i, false); }));
  if (lit !== null && cards[lit]) {
    cards[lit]!.classList.add("chosen");
    requestAnimationFrame(() => {
      light(lit, true, true);
      const list = cards[lit]!.closest("aside");
      if (list) list.scrollTop = cards[lit]!.offsetTop - list.offsetTop - 60;
    });
  }
  const meta = [r.date, r.byline, r.source, r.section].filter(Boolean).join(" · ");
  return h("div", { class: "record" },
    h("article", { class: "paper" },
      r.title ? h("h2", {}, h("bdi", {}, r.title)) : null, meta ? h("p", { class: "meta" }, meta) : null,
      r.url && /^https?:/.test(r.url) ? h("p", { class: "meta" }, h("a", { href: r.url, rel: "noreferrer noopener", target: "_blank" }, r.url)) : null,
      h("p", { class: "legend marks" }, h("span", { class: "entity person" }, "person"), h("span", { class: "entity state" }, "state"), h("span", { class: "entity organization" }, "organisation or group"),
        h("span", { class: "content" }, "what is said"), h("span", { class: "cue" }, "saying"), h("span", { class: "trigger" }, "event")),
      text, rest,
      ...r.captions.map((c) => h("p", { class: "caption" }, h("bdi", {}, c.text), c.credit ? h("small", {}, ` ${c.credit}`) : null))),
    h("aside", { "aria-label": "Events" }, h("h2", {}, plural(r.events.length, "event")),
      r.events.length > 0 ? h("ol", { class: "events" }, ...cards) : h("p", { class: "empty" }, "No event was found in this report."),
      r.entities.length > 0 ? h("details", {}, h("summary", {}, `Who is in it (${r.entities.length})`), h("ul", { class: "entities" }, ...r.entities.map((x) =>
        h("li", {}, h("bdi", {}, x.name), [x.code, ...x.sector].filter(Boolean).length > 0 ? h("span", { class: "code" }, [x.code, ...x.sector].filter(Boolean).join(" ")) : null,
          x.role ? h("span", { class: "role" }, x.role) : null)))) : null,
      r.times.length + r.places.length > 0 ? h("details", {}, h("summary", {}, "When and where"), h("ul", { class: "entities" },
        ...r.times.map((t) => h("li", {}, `${t.text} `, h("span", { class: "code" }, t.value))),
        ...[...new Map(r.places.map((p) => [p.text, p])).values()].map((p) => h("li", {}, `${p.text} `, h("span", { class: "code" }, [p.country, p.lat !== null && p.lon !== null ? `${p.lat.toFixed(1)}, ${p.lon.toFixed(1)}` : ""].filter(Boolean).join(" ")))))) : null));
}
