/** The requested bytes: `first` counts from 0. */
export type AskedRange = "all" | "beyond" | { readonly first: number; readonly count: number };

/**
 * Parses a Range header for content of this size. Only a single range of bytes is supported; several, and anything
 * unknown, mean the whole content, as RFC 9110 allows.
 */
export function parseRange(header: string | null, bytes: number): AskedRange {
  const [, from = "", to = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "") ?? [];
  if (from === "" && to === "") return "all";
  if (from === "") {
    const count = Math.min(Number(to), bytes);
    return count === 0 ? "beyond" : { first: bytes - count, count };
  }
  const first = Number(from);
  const last = to === "" ? bytes - 1 : Math.min(Number(to), bytes - 1);
  if (first >= bytes) return "beyond";
  return last < first ? "all" : { first, count: last - first + 1 };
}
