/** The end of an id, which distinguishes it from its neighbours: time-ordered ids have the same beginning. */
export function shortId(id: string): string {
  return id.slice(-8);
}
