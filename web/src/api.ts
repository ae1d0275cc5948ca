// The JSON API (see /api/openapi.json). A question that is no longer wanted is cancelled in the server, too.

export interface Party { name?: string; code?: string; sector?: string[]; role?: string; type?: string }
export interface Voice extends Party { kind?: string; cue?: string; content?: string }
export interface Place { name: string; country?: string; admin1?: string; lat?: number; lon?: number }
export interface StoredEvent {
  event_id: number; id: string; date?: string; enddate?: string; date_basis?: string; event: string; mode?: string;
  context?: string[]; cameo?: string; quad: number; score: number; actor: Party[]; recipient: Party[]; place?: Place;
  size?: Record<string, number>; status: string; asserted_by?: Voice[]; denied_by?: Voice[]; hedged_by?: Voice[];
  rule?: string; confidence?: number; trigger?: string; text?: string; sentence?: string; act: number; act_status: string;
  act_reports: number; act_publishers: number; report_id: number; document: string; document_date?: string; title?: string;
  source?: string; url?: string; copy_of?: number;
}
export interface EventsPage { events: StoredEvent[]; total: number; after?: string }
export interface TallyRow { key: (string | null)[]; id: number[]; events: number; score: number; quad: [number, number, number, number] }
export interface Tally { events: number; total_rows: number; rows: TallyRow[] }
export interface PlaceRow { id: number; name: string; country: string; lat: number; lon: number; events: number; score: number; quad: number[] }
export interface Places { places: PlaceRow[]; events: number; nowhere: number; total_rows: number }
export interface Claim {
  act: number; status: string; reports: number; publishers: number; events: number; changes: number; asserts: number;
  denies: number; doubts: number; last_date?: string; first: StoredEvent; voices?: ActVoice[];
}
export interface Claims { claims: Claim[]; after?: string }
export interface ActVoice extends Voice {
  stance: "asserts" | "denies" | "doubts"; words?: string; event_id: number; report_id: number; document: string;
  document_date?: string; title?: string; source?: string; copy?: boolean;
}
export interface Act {
  act: number; status: string; reports: number; publishers: number; tellings: StoredEvent[]; voices: ActVoice[];
  history: { status: string; report_id: number; document: string; document_date?: string; title?: string; source?: string }[];
}
export interface ReportRow { report_id: number; document: string; document_date?: string; title?: string; source?: string; url?: string; begin: string; events: number }
export interface Reports { reports: ReportRow[]; after?: string }

export type Span = [number, number];
export interface Entity { id: string; type: string; name: string; code?: string | null; sector: string[]; role?: string | null; basis?: string; mentions: Span[] }
export interface Attribution { id: string; kind: string; stance?: string; source: Span | null; source_entity: string | null; cue: Span | null; content: Span[] }
export interface RecordEvent {
  id: string; event: string; mode: string | null; context: string[]; cameo: string; quad: number; score: number; actor: string[];
  recipient: string[]; date: string | null; enddate: string | null; date_basis: string; place: number | null; trigger: Span; span: Span;
  sentence: number; size?: Record<string, number | null>; status: string; asserted_by: string[]; denied_by: string[]; hedged_by: string[];
  rule: string; confidence: number; about: string | null;
}
export interface DocRecord {
  id: string; date?: string; title?: string; byline?: string; section?: string; source?: string; url?: string; text: string;
  captions: { text: string; credit?: string | null }[]; sentences: Span[]; entities: Entity[];
  times: { start: number; end: number; text: string; value: string; type: string }[];
  places: { start: number; end: number; text: string; name: string; lat: number | null; lon: number | null; country: string | null }[];
  attributions: Attribution[]; events: RecordEvent[];
}
export interface Report { record: DocRecord; event_ids?: number[] }
export interface About {
  version: string; can_code: boolean;
  store?: { reports: number; copies: number; events: number; acts: number; claims: number; actors: number; publishers: number; bytes: number; from?: string; to?: string };
  codes?: Record<string, string>; types: { name: string; quad: number; modes: string[] }[]; statuses: string[]; contexts: string[]; filters: { key: string; what: string }[];
}

export interface Rule { name: string; file: string; line: number; text: string }

export class ApiError extends Error {
  constructor(readonly status: number, message: string) { super(message); }
}

let running = 0;
const watchers = new Set<(running: number) => void>();
const open = new Set<AbortController>();

export function onRunning(f: (running: number) => void): void { watchers.add(f); }
function step(by: number): void { running += by; for (const f of watchers) f(running); }
/** Ends everything that is under way. */
export function cancelAll(): void { for (const c of open) c.abort(); }

async function ask<T>(method: string, path: string, params: URLSearchParams, body: string | undefined, signal?: AbortSignal): Promise<T> {
  const name = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
  const all = new URLSearchParams(params);
  all.set("request", name);
  const control = new AbortController();
  const end = () => control.abort();
  signal?.addEventListener("abort", end);
  control.signal.addEventListener("abort", () => void fetch(`/api/cancel?request=${name}`, { method: "POST" }).catch(() => {}));
  open.add(control);
  step(1);
  try {
    const reply = await fetch(`${path}?${all}`, { method, body, signal: control.signal, headers: body === undefined ? {} : { "Content-Type": "text/plain" } });
    const value = await reply.json().catch(() => ({ error: `the server answered ${reply.status}` }));
    if (!reply.ok) throw new ApiError(reply.status, value.error ?? `the server answered ${reply.status}`);
    return value as T;
  } catch (e) {
    if (e instanceof TypeError) throw new ApiError(0, "the server does not answer; is demarche serve still running?");
    throw e;
  } finally {
    signal?.removeEventListener("abort", end);
    open.delete(control);
    step(-1);
  }
}

export const get = <T>(path: string, params: URLSearchParams | Record<string, string>, signal?: AbortSignal): Promise<T> =>
  ask<T>("GET", path, params instanceof URLSearchParams ? params : new URLSearchParams(params), undefined, signal);

export const codeReport = (text: string, date: string, signal?: AbortSignal): Promise<Report> =>
  ask<Report>("POST", "/api/code", new URLSearchParams(date ? { date } : {}), text, signal);
