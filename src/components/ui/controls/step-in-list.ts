/** The index of the active item after an arrow key, wrapping at both ends; null for any other key. */
export function stepInList(key: string, active: number, count: number): number | null {
  if (key === "ArrowDown") return (active + 1) % Math.max(1, count);
  if (key === "ArrowUp") return (active - 1 + count) % Math.max(1, count);
  return null;
}
