const dayMs = 24 * 60 * 60 * 1000;

/** Where a header is looked up: the platform's `Headers`, or a stand-in for it. */
export interface HeaderSource {
  get(name: string): string | null;
}

/**
 * How long the other side asks us to wait, in milliseconds from `nowMs`, at most a day. Undefined if it says nothing
 * usable: no header, no number, a negative one, a date that has passed.
 */
export function parseRetryAfter(headers: HeaderSource, nowMs: number): number | undefined {
  const waits = [
    toNumber(headers.get("retry-after-ms")),
    toNumber(headers.get("retry-after"), 1000),
    toWait(headers.get("retry-after"), nowMs),
  ];
  const waitMs = waits.find((wait) => wait !== undefined && wait >= 0);
  return waitMs === undefined ? undefined : Math.min(Math.ceil(waitMs), dayMs);
}

function toNumber(header: string | null, unitMs = 1): number | undefined {
  if (header === null || !/^\s*-?\d+(\.\d+)?\s*$/.test(header)) return undefined;
  return Number(header) * unitMs;
}

/**
 * Only the forms of an HTTP date: `Date.parse` alone would accept "-5" and "2026" as dates. All of them are in GMT,
 * stated or not.
 */
function toWait(header: string | null, nowMs: number): number | undefined {
  if (header === null || !/^\s*[A-Za-z]{3,9},? /.test(header)) return undefined;
  const atMs = Date.parse(/ GMT\s*$/i.test(header) ? header : `${header} GMT`);
  return Number.isNaN(atMs) ? undefined : atMs - nowMs;
}
