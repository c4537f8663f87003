/** Where in the browser a person is: what `window.location` says. */
interface Place {
  readonly pathname: string;
  readonly search: string;
}

/** The address of a part of a run: null leaves a part out. */
export function runAddress(pathname: string, parts: Readonly<Record<string, string | null>>): string {
  const query = new URLSearchParams(
    Object.entries(parts).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
  return query.size === 0 ? pathname : `${pathname}?${query}`;
}

/**
 * The address of a tab of what is looked at. `place` is the address as it is now, and not as the page was last drawn:
 * of a node and a tab that are chosen one right after the other, both count.
 */
export function tabAddress({ pathname, search }: Place, tab: string): string {
  return runAddress(pathname, { node: new URLSearchParams(search).get("node"), tab });
}
