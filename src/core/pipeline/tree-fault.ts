/** Deeper than any definition people write, and far from what overflows a recursive parser. */
const maxDepth = 64;

export interface TreeFault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

interface Visit {
  readonly value: unknown;
  readonly parent: Visit | null;
  readonly key: string | number;
  readonly depth: number;
}

function pathOf(visit: Visit): readonly (string | number)[] {
  const path: (string | number)[] = [];
  for (let at: Visit | null = visit; at?.parent; at = at.parent) path.push(at.key);
  return path.reverse();
}

function faultAt(visit: Visit): string | null {
  if (visit.depth > maxDepth) return `is nested deeper than ${maxDepth} levels`;
  // PostgreSQL cannot store NUL in text, so it is told here and not by a failing INSERT.
  if (typeof visit.key === "string" && visit.key.includes("\0")) return "has a NUL character in its name";
  if (typeof visit.value === "string" && visit.value.includes("\0"))
    return "contains a NUL character: remove it";
  return null;
}

/**
 * The first place in raw input that no later step may see: a NUL character or too deep a nesting.
 * It keeps its own stack, so that hostile depth cannot overflow the real one.
 */
export function findTreeFault(root: unknown): TreeFault | null {
  const stack: Visit[] = [{ value: root, parent: null, key: "", depth: 0 }];
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const message = faultAt(visit);
    if (message !== null) return { path: pathOf(visit), message };
    if (typeof visit.value !== "object" || visit.value === null) continue;
    const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(visit.value)
      ? [...visit.value.entries()]
      : Object.entries(visit.value);
    for (const [key, value] of entries.toReversed()) {
      stack.push({ value, parent: visit, key, depth: visit.depth + 1 });
    }
  }
  return null;
}
