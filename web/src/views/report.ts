// A report with its marks, or the list of reports.

import { get, type Report, type Reports } from "../api";
import { h, plural } from "../dom";
import type { Context } from "../main";
import { link, params } from "../state";
import { recordView } from "../record";

async function list(signal: AbortSignal): Promise<Node[]> {
  const box = h("ul", { class: "reports" });
  const more = h("button", { type: "button", class: "more", hidden: true }, "More");
  let after: string | undefined;
  const load = async () => {
    const page = await get<Reports>("/api/reports", after ? { after } : {}, signal);
    box.append(...page.reports.map((r) => h("li", {},
      h("a", { href: link({ view: "report", report: String(r.report_id), event: null }) }, h("bdi", {}, r.title ?? r.begin.slice(0, 90) + (r.begin.length > 90 ? "…" : ""))),
      h("p", { class: "event-foot" }, h("span", {}, [r.source, r.document_date].filter(Boolean).join(", ") || r.document), h("span", {}, plural(r.events, "event"))))));
    after = page.after;
    more.hidden = !after;
  };
  more.addEventListener("click", () => void load());
  await load();
  return box.children.length > 0
    ? [h("p", { class: "lead" }, "The reports that came last. Every event, wherever it is shown, leads to its report."), box, more]
    : [h("p", { class: "empty" }, "The store has no reports yet. demarche ingest --db FILE INPUT… adds some.")];
}

export async function report({ signal }: Context): Promise<Node[]> {
  const id = params().get("report");
  if (!id) return list(signal);
  const r = await get<Report>(`/api/reports/${encodeURIComponent(id)}`, {}, signal);
  const event = Number(params().get("event"));
  const lit = r.event_ids?.indexOf(event) ?? -1;
  return [h("p", {}, h("a", { href: link({ report: null, event: null }) }, "← All reports")), recordView(r.record, lit >= 0 ? lit : null)];
}
