import type { EdgeDefinition, NodeDefinition } from "./definition.ts";
import { errorLabel, wayOf, waysOut } from "./graph/way-out.ts";

/** Decisions that must all be made as stated: `gate` takes `true`. No decisions: always. */
type Path = ReadonlyMap<string, string>;
/** The paths to a node, any of which is enough; null if there are too many to follow. */
type Paths = readonly Path[] | null;

/** Says whether a node before another may have been skipped when that one runs. */
export type AbsenceTest = (earlier: string, node: string) => boolean;

/**
 * If there are more paths than this, or paths with more decisions, they are not followed, and nothing is reported about
 * later nodes.
 */
const maxPaths = 24;
const maxDecisions = 40;
/** The most decisions compared for a whole definition: about ten milliseconds. Beyond that nothing is reported. */
const maxComparisons = 400_000;
const otherwise = "";

/**
 * Works out under which decisions each node runs, and prepares the answer for all pairs. `order` leads every edge
 * forward. True only if the earlier node really is skipped in some run that reaches the later one, unless two decisions
 * always coincide.
 */
export function absenceTest(
  order: readonly string[],
  edges: readonly EdgeDefinition[],
  definitions: ReadonlyMap<string, NodeDefinition | null>,
): AbsenceTest {
  const incoming = Map.groupBy(edges, ({ to }) => to);
  const comparison = new Comparison(maxComparisons);
  const found = new Map<string, Paths>();
  for (const id of order) found.set(id, pathsTo(incoming.get(id) ?? [], found, definitions, comparison));
  return (earlier, node) => {
    const [required, given] = [found.get(earlier), found.get(node)];
    if (required == null || given == null) return false;
    const isSure = given.every((path) => required.some((each) => comparison.isPartOf(each, path)));
    return !isSure && !comparison.isSpent;
  };
}

/** Compares paths, and counts. */
class Comparison {
  private remaining: number;

  constructor(steps: number) {
    this.remaining = steps;
  }

  get isSpent(): boolean {
    return this.remaining <= 0;
  }

  isPartOf(part: Path, whole: Path): boolean {
    this.remaining -= 1 + part.size;
    return part.size <= whole.size && [...part].every(([id, label]) => whole.get(id) === label);
  }
}

function pathsTo(
  incoming: readonly EdgeDefinition[],
  found: ReadonlyMap<string, Paths>,
  definitions: ReadonlyMap<string, NodeDefinition | null>,
  comparison: Comparison,
): Paths {
  if (incoming.length === 0) return [new Map()];
  let paths: readonly Path[] = [];
  for (const edge of incoming) {
    const before = found.get(edge.from);
    const source = definitions.get(edge.from);
    if (before == null || source == null) return null;
    const through = before.flatMap((path) => extended(path, edge, source));
    paths = simplified([...paths, ...through], definitions, comparison);
    if (comparison.isSpent || paths.length > maxPaths) return null;
    if (paths.some((path) => path.size > maxDecisions)) return null;
  }
  return paths;
}

/** The path followed by the edge's own decision; nothing if the path has already decided otherwise. */
function extended(path: Path, edge: EdgeDefinition, source: NodeDefinition): readonly Path[] {
  if (labelsOf(source).length < 2) return [path];
  const label = wayOf(edge, source) ?? otherwise;
  const known = path.get(source.id);
  if (known !== undefined) return known === label ? [path] : [];
  return [new Map([...path, [source.id, label]])];
}

/** A node that may fail along its error edges decides too: it continues along them or along the others. */
function labelsOf(node: NodeDefinition): readonly string[] {
  const labels = waysOut(node);
  return labels.length === 1 && labels[0] === errorLabel ? [errorLabel, otherwise] : labels;
}

/** Drops paths that a shorter one covers, and joins those that together take every branch of a node. */
function simplified(
  paths: readonly Path[],
  definitions: ReadonlyMap<string, NodeDefinition | null>,
  comparison: Comparison,
): readonly Path[] {
  let current = withoutCovered(paths, comparison);
  for (let joined = joinOnce(current, definitions, comparison); joined !== null; ) {
    current = withoutCovered(joined, comparison);
    joined = joinOnce(current, definitions, comparison);
  }
  return current;
}

function withoutCovered(paths: readonly Path[], comparison: Comparison): readonly Path[] {
  return paths.filter(
    (path, index) =>
      !paths.some(
        (other, place) =>
          place !== index &&
          (other.size < path.size || (other.size === path.size && place < index)) &&
          comparison.isPartOf(other, path),
      ),
  );
}

/** The paths with one decision less, if some of them take all its branches and are otherwise alike; null if none do. */
function joinOnce(
  paths: readonly Path[],
  definitions: ReadonlyMap<string, NodeDefinition | null>,
  comparison: Comparison,
): readonly Path[] | null {
  for (const [decider, labels] of contested(paths, definitions)) {
    for (const path of paths) {
      if (!path.has(decider) || comparison.isSpent) continue;
      const rest = new Map([...path].filter(([id]) => id !== decider));
      const isCovered = labels.every((label) => {
        const way = new Map([...rest, [decider, label]]);
        return paths.some((other) => other.get(decider) === label && comparison.isPartOf(other, way));
      });
      if (isCovered) return [...paths, rest];
    }
  }
  return null;
}

/** The nodes all of whose branches are taken by some path: only those can be joined. */
function contested(
  paths: readonly Path[],
  definitions: ReadonlyMap<string, NodeDefinition | null>,
): readonly (readonly [string, readonly string[]])[] {
  if (paths.length < 2) return [];
  const taken = Map.groupBy(
    paths.flatMap((path) => [...path]),
    ([id]) => id,
  );
  return [...taken].flatMap(([id, decisions]) => {
    const definition = definitions.get(id);
    const labels = definition == null ? [] : labelsOf(definition);
    const isWhole = labels.every((label) => decisions.some(([, each]) => each === label));
    return labels.length > 0 && isWhole ? [[id, labels] as const] : [];
  });
}
