// A report with its marks, or the list of reports.

import { get, type Report, type Reports } from "../api";
import { h, plural } from "../dom";
import { paged } from "../events";
import type { Context } from "../main";
import { link, params } from "../state";
import { recordView } from "../record";

const first = (text: string): string => (text.length > 90 ? `${text.slice(0, 90)}…` : text);

async function list(signal: AbortSignal): Promise<Node[]> {
  const empty = () => h("p", { class: "empty" }, "The store has no reports yet. ", h("code", {}, "demarche ingest --db FILE INPUT…"), " adds some.");
  const reports = paged(h("ul", { class: "reports" }), empty, async (after) => {
    const page = await get<Reports>("/api/reports", after ? { after } : {}, signal);
    return {
      items: page.reports.map((r) => h("li", {},
        h("a", { href: link({ view: "report", report: String(r.report_id), event: null }) }, h("bdi", {}, r.title ?? first(r.begin))),
        h("p", { class: "event-foot" }, h("span", {}, [r.source, r.document_date].filter(Boolean).join(", ") || r.document), h("span", {}, plural(r.events, "event"))))),
      after: page.after,
    };
  });
  await reports.first;
  return [h("section", {}, h("p", { class: "lead" }, "Those that came last first. Every event, wherever it is shown, leads to its report; filters under Overview find reports by their words."), reports.box)];
}

export async function report({ signal }: Context): Promise<Node[]> {
  const id = params().get("report");
  if (!id) return list(signal);
  const r = await get<Report>(`/api/reports/${encodeURIComponent(id)}`, {}, signal);
  const event = Number(params().get("event"));
  const lit = r.event_ids?.indexOf(event) ?? -1;
  return [h("p", {}, h("a", { href: link({ report: null, event: null }) }, "← All reports")), recordView(r.record, lit >= 0 ? lit : null, "h1")];
}
