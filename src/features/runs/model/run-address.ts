/** The parts of `window.location` that are needed. */
interface Place {
  readonly pathname: string;
  readonly search: string;
}

/** The URL of a part of a run; null omits a parameter. */
export function runAddress(pathname: string, parts: Readonly<Record<string, string | null>>): string {
  const query = new URLSearchParams(
    Object.entries(parts).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
  return query.size === 0 ? pathname : `${pathname}?${query}`;
}

/**
 * The URL of another tab of the current selection. `place` is the current URL, not the one of the last render, so that
 * selecting a node and a tab in quick succession both count.
 */
export function tabAddress({ pathname, search }: Place, tab: string): string {
  return runAddress(pathname, { node: new URLSearchParams(search).get("node"), tab });
}
