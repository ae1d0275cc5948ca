// Spans of time: what a bar of the time line stands for.

export type Grain = "day" | "week" | "month" | "year";

const dayLength = 864e5;

export function grainFor(from: string, to: string): Grain {
  const days = (Date.parse(to) - Date.parse(from)) / dayLength;
  return days > 365 * 30 ? "year" : days > 365 * 1.6 ? "month" : days > 120 ? "week" : "day";
}

/** The next coarser grain where bars would be mostly empty. */
export function coarser(grain: Grain, events: number, bars: number): Grain | null {
  const next = { day: "week", week: "month", month: "year", year: null } as const;
  return bars > 24 && events / bars < 2.5 ? next[grain] : null;
}

export const iso = (t: number | Date): string => new Date(t).toISOString().slice(0, 10);

/** "2023", "2023-06" or "2023-06-12" (of a week its Monday): when it begins. */
export const startOf = (key: string): number => Date.parse(`${`${key}-01-01`.slice(0, 10)}T00:00:00Z`);

/** The key of a grain in which a month begins. */
export const startKey = (month: string, grain: Grain): string => (grain === "year" ? month.slice(0, 4) : month);

/** When the next one begins. */
export function endOf(key: string, grain: Grain): number {
  const d = new Date(startOf(key));
  if (grain === "year") d.setUTCFullYear(d.getUTCFullYear() + 1);
  else if (grain === "month") d.setUTCMonth(d.getUTCMonth() + 1);
  else d.setUTCDate(d.getUTCDate() + (grain === "week" ? 7 : 1));
  return d.getTime();
}

/** As the filter takes it: first and last day. */
export const spanOf = (key: string, grain: Grain): [string, string] => [iso(startOf(key)), iso(endOf(key, grain) - dayLength)];

export function spell(key: string, grain: Grain): string {
  if (grain === "year") return key;
  const d = new Date(startOf(key));
  const text = d.toLocaleDateString("en-GB", { timeZone: "UTC", year: "numeric", month: "long", ...(grain === "month" ? {} : { day: "numeric" }) });
  return grain === "week" ? `week of ${text}` : text;
}
