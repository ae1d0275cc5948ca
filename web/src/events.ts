// A list of events that fetches its next page on demand.

import { get, type EventsPage, type StoredEvent } from "./api";
import { announce, count, h, plural, spaced } from "./dom";
import { link } from "./state";
import { onWhoseWord, scoreElement, statusChip, typeElement, whoToWhom } from "./words";

/** The sentence, with the clause that tells the event. */
export function quotation(e: StoredEvent): HTMLElement {
  const sentence = e.sentence ?? e.text ?? "", clause = e.text ?? "";
  const at = clause ? sentence.indexOf(clause) : -1;
  return h("blockquote", {}, at < 0 ? h("bdi", {}, clause || sentence)
    : h("bdi", {}, sentence.slice(0, at), h("mark", {}, clause), sentence.slice(at + clause.length)));
}

/** Date, parties, type: how an event is named everywhere. */
export function eventHead(e: StoredEvent, ...chips: (Node | null)[]): HTMLElement {
  return h("div", { class: "event-head" }, ...spaced(h("time", {}, e.date ?? "undated"), whoToWhom(e.actor, e.recipient), typeElement(e), ...chips));
}

export function reportLink(e: { report_id: number; event_id?: number; source?: string; document_date?: string; document: string }): HTMLElement {
  return h("a", { href: link({ view: "report", report: String(e.report_id), event: e.event_id ? String(e.event_id) : null, act: null }) },
    [e.source, e.document_date].filter(Boolean).join(", ") || e.document);
}

export function eventItem(e: StoredEvent): HTMLElement {
  const words = onWhoseWord(e);
  return h("li", { class: "event" },
    eventHead(e, scoreElement(e.score), statusChip(e.status), e.act_status !== e.status ? h("span", { class: "chip over" }, `over all reports: ${e.act_status}`) : null),
    quotation(e),
    h("p", { class: "event-foot" },
      words ? h("span", {}, words) : null,
      e.place ? h("span", {}, `in ${e.place.name}`) : null,
      reportLink(e),
      e.act_reports > 1 || words
        ? h("a", { href: link({ view: "claims", act: String(e.act), report: null, event: null }) }, e.act_reports > 1 ? `told by ${e.act_reports} reports` : "who says so")
        : null));
}

export const nothing = (): HTMLElement => h("p", { class: "empty" }, "No event matches. Widen the dates, or take a filter away.");

export function failed(e: unknown): HTMLElement | null {
  const error = e as Error;
  return error.name === "AbortError" ? null : h("p", { class: "error", role: "alert" }, error.message);
}

/** A list with a button for its next page; `page` gives its items, the next cursor and the number of all where it is known. */
export function paged(list: HTMLElement, empty: () => HTMLElement, page: (after?: string) => Promise<{ items: Node[]; after?: string; total?: number }>): { box: HTMLElement; first: Promise<void> } {
  const more = h("button", { type: "button", class: "more", hidden: true }, "More");
  const box = h("div", {}, list, more);
  let after: string | undefined;
  const load = async () => {
    more.disabled = true;
    try {
      const next = await page(after);
      if (!after && next.items.length === 0) return box.replaceChildren(empty());
      list.append(...next.items);
      const shown = `${count(list.children.length)}${next.total === undefined ? "" : ` of ${count(next.total)}`}`;
      if (after) announce(`${plural(next.items.length, "more item")}, ${shown}`);
      after = next.after;
      more.hidden = !after;
      more.textContent = `More (${shown} shown)`;
    } catch (e) {
      const told = failed(e);
      if (told) more.before(told);
    } finally {
      more.disabled = false;
    }
  };
  more.addEventListener("click", () => void load());
  return { box, first: load() };
}

/** Events of the filters; `total` is told of their number. */
export function eventList(params: URLSearchParams, signal: AbortSignal, total?: (n: number) => void, limit = 20): HTMLElement {
  return paged(h("ol", { class: "events" }), nothing, async (after) => {
    const p = new URLSearchParams(params);
    p.set("limit", String(limit));
    if (after) p.set("after", after);
    const page = await get<EventsPage>("/api/events", p, signal);
    if (!after) total?.(page.total);
    return { items: page.events.map(eventItem), after: page.after, total: page.total };
  }).box;
}

export function downloads(params: URLSearchParams): HTMLElement {
  const file = (name: string, label: string) => h("a", { class: "button small", href: `/api/download/${name}?${params}`, download: name }, label);
  return h("p", { class: "downloads" }, "All of these events as ", file("events.csv", "CSV"), " ", file("events.jsonl", "JSON Lines"), " ", file("events.plover", "PLOVER"), " ", file("events.cameo", "CAMEO"));
}
