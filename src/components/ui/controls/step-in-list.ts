/** Which item of a list that is chosen from by arrows is active after a key: round and round; null for another key. */
export function stepInList(key: string, active: number, count: number): number | null {
  if (key === "ArrowDown") return (active + 1) % Math.max(1, count);
  if (key === "ArrowUp") return (active - 1 + count) % Math.max(1, count);
  return null;
}
