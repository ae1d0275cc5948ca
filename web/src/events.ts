// A list of events that fetches its next page on demand.

import { get, type EventsPage, type StoredEvent } from "./api";
import { announce, count, h, plural } from "./dom";
import { link } from "./state";
import { eventName, onWhoseWord, partiesElement, scoreColour, signed, statusChip } from "./words";

/** The sentence, with the clause that tells the event. */
export function quotation(e: StoredEvent): HTMLElement {
  const sentence = e.sentence ?? e.text ?? "", clause = e.text ?? "";
  const at = clause ? sentence.indexOf(clause) : -1;
  return h("blockquote", {}, at < 0 ? h("bdi", {}, clause || sentence)
    : h("bdi", {}, sentence.slice(0, at), h("mark", {}, clause), sentence.slice(at + clause.length)));
}

export function eventItem(e: StoredEvent): HTMLElement {
  const words = onWhoseWord(e);
  const score = h("span", { class: "score", title: `score ${signed(e.score)}` }, signed(e.score));
  score.style.setProperty("--tone", scoreColour(e.score));
  return h("li", { class: "event" },
    h("div", { class: "event-head" },
      h("time", {}, e.date ?? "undated"),
      partiesElement(e.actor, "somebody"),
      h("span", { "aria-hidden": "true" }, "→"), h("span", { class: "sr" }, "to"),
      partiesElement(e.recipient, "nobody named"),
      h("strong", { class: `type q-text${e.quad}` }, eventName(e)), score, statusChip(e.status),
      e.act_status !== e.status ? h("span", { class: "chip over" }, `over all: ${e.act_status}`) : null),
    quotation(e),
    h("p", { class: "event-foot" },
      words ? h("span", {}, words) : null,
      e.place ? h("span", {}, `in ${e.place.name}`) : null,
      h("a", { href: link({ view: "report", report: String(e.report_id), event: String(e.event_id), act: null }) },
        [e.source, e.document_date].filter(Boolean).join(", ") || e.document),
      h("a", { href: link({ view: "claims", act: String(e.act), report: null, event: null }) },
        e.act_reports > 1 ? `told by ${e.act_reports} reports` : "the act")));
}

/** Events of the filters; `total` is told of their number. */
export function eventList(params: URLSearchParams, signal: AbortSignal, total?: (n: number) => void, limit = 20): HTMLElement {
  const list = h("ol", { class: "events" });
  const more = h("button", { type: "button", class: "more", hidden: true }, "More");
  const box = h("div", {}, list, more);
  let after: string | undefined;
  const load = async () => {
    const p = new URLSearchParams(params);
    p.set("limit", String(limit));
    if (after) p.set("after", after);
    more.disabled = true;
    try {
      const page = await get<EventsPage>("/api/events", p, signal);
      if (!after) total?.(page.total);
      if (!after && page.events.length === 0) {
        box.replaceChildren(h("p", { class: "empty" }, "No event matches. Widen the dates, or take a filter away."));
        return;
      }
      list.append(...page.events.map(eventItem));
      if (after) announce(`${plural(page.events.length, "more event")}, ${count(list.children.length)} of ${count(page.total)}`);
      after = page.after;
      more.hidden = !after;
      more.textContent = `More (${count(list.children.length)} of ${count(page.total)})`;
    } catch (e) {
      if ((e as Error).name !== "AbortError") box.append(h("p", { class: "error", role: "alert" }, (e as Error).message));
    } finally {
      more.disabled = false;
    }
  };
  more.addEventListener("click", () => void load());
  void load();
  return box;
}

export function downloads(params: URLSearchParams): HTMLElement {
  const file = (name: string, label: string) => h("a", { class: "button small", href: `/api/download/${name}?${params}`, download: name }, label);
  return h("p", { class: "downloads" }, "All of these events: ", file("events.csv", "CSV"), " ", file("events.jsonl", "JSON Lines"), " ", file("events.plover", "PLOVER"));
}
