import { z } from "zod";

/** A range of statuses, both ends included. */
export interface StatusRange {
  readonly from: number;
  readonly to: number;
}

const success: StatusRange = { from: 200, to: 299 };
const rangePattern = /^([345])(?:xx|\d\d-([345]\d\d))$/;

function readRange(text: string): StatusRange | null {
  const found = rangePattern.exec(text);
  if (found === null) return null;
  if (found[2] === undefined) return { from: Number(found[1]) * 100, to: Number(found[1]) * 100 + 99 };
  const range = { from: Number(text.slice(0, 3)), to: Number(found[2]) };
  return range.from <= range.to ? range : null;
}

/** One entry of `okStatuses`: 404, "4xx" or "400-404". Every 2xx is a success anyway, so it is not listed. */
export const okStatusSchema = z.union([
  z.number().int().min(300, "must be a status from 300 to 599: every 2xx is an answer anyway").max(599),
  z.string().refine((text) => readRange(text) !== null, {
    error: 'must be a range of statuses from 300 to 599, such as "4xx" or "400-404"',
  }),
]);
export type OkStatus = z.infer<typeof okStatusSchema>;

/** The statuses that count as success: every 2xx, and those that the node lists. */
export function okRanges(listed: readonly OkStatus[]): readonly StatusRange[] {
  const ranges = listed.flatMap((entry) => {
    const range = typeof entry === "number" ? { from: entry, to: entry } : readRange(entry);
    return range === null ? [] : [range];
  });
  return [success, ...ranges];
}

export function isInRanges(ranges: readonly StatusRange[], status: number): boolean {
  return ranges.some(({ from, to }) => status >= from && status <= to);
}
