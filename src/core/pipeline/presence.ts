import type { EdgeDefinition, NodeDefinition } from "./definition.ts";
import { errorLabel, wayOf, waysOut } from "./way-out.ts";

/** Decisions that all have to fall as said: `gate` goes `true`. No decision at all: always. */
type Path = ReadonlyMap<string, string>;
/** The ways to a node, any of which will do; null where there are too many to tell. */
type Paths = readonly Path[] | null;

/** Says whether a node that comes before another may have been skipped when that one runs. */
export type AbsenceTest = (earlier: string, node: string) => boolean;

/** More ways than this are not followed, and nothing is said of what lies behind them. */
const maxPaths = 24;
const otherwise = "";

/**
 * Works out under which decisions each node runs, and prepares the answer for all pairs. `order` leads every edge forward. True only
 * where the earlier node really is skipped in some run that comes to the later one, unless two decisions always fall together.
 */
export function absenceTest(
  order: readonly string[],
  edges: readonly EdgeDefinition[],
  definitions: ReadonlyMap<string, NodeDefinition | null>,
): AbsenceTest {
  const incoming = Map.groupBy(edges, ({ to }) => to);
  const found = new Map<string, Paths>();
  for (const id of order) found.set(id, pathsTo(incoming.get(id) ?? [], found, definitions));
  return (earlier, node) => {
    const [required, given] = [found.get(earlier), found.get(node)];
    if (required == null || given == null) return false;
    return !given.every((path) => required.some((each) => isPartOf(each, path)));
  };
}

function pathsTo(
  incoming: readonly EdgeDefinition[],
  found: ReadonlyMap<string, Paths>,
  definitions: ReadonlyMap<string, NodeDefinition | null>,
): Paths {
  if (incoming.length === 0) return [new Map()];
  let paths: readonly Path[] = [];
  for (const edge of incoming) {
    const before = found.get(edge.from);
    const source = definitions.get(edge.from);
    if (before == null || source == null) return null;
    const through = before.flatMap((path) => extended(path, edge, source));
    paths = simplified([...paths, ...through], definitions);
    if (paths.length > maxPaths) return null;
  }
  return paths;
}

/** The path and the edge's own decision after it; nothing where the path has decided otherwise before. */
function extended(path: Path, edge: EdgeDefinition, source: NodeDefinition): readonly Path[] {
  if (labelsOf(source).length < 2) return [path];
  const label = wayOf(edge, source) ?? otherwise;
  const known = path.get(source.id);
  if (known !== undefined) return known === label ? [path] : [];
  return [new Map([...path, [source.id, label]])];
}

/** A node that may fail along its error edges decides too: it goes on by them or by the others. */
function labelsOf(node: NodeDefinition): readonly string[] {
  const labels = waysOut(node);
  return labels.length === 1 && labels[0] === errorLabel ? [errorLabel, otherwise] : labels;
}

/** Drops paths that a shorter one covers, and joins those that together take every way out of a node. */
function simplified(
  paths: readonly Path[],
  definitions: ReadonlyMap<string, NodeDefinition | null>,
): readonly Path[] {
  let current = withoutCovered(paths);
  for (let joined = joinOnce(current, definitions); joined !== null; ) {
    current = withoutCovered(joined);
    joined = joinOnce(current, definitions);
  }
  return current;
}

function withoutCovered(paths: readonly Path[]): readonly Path[] {
  return paths.filter(
    (path, index) =>
      !paths.some(
        (other, place) =>
          place !== index && isPartOf(other, path) && (other.size < path.size || place < index),
      ),
  );
}

/** The paths with one decision less, where some take all its ways and are alike otherwise; null where none do. */
function joinOnce(
  paths: readonly Path[],
  definitions: ReadonlyMap<string, NodeDefinition | null>,
): readonly Path[] | null {
  for (const path of paths) {
    for (const decider of path.keys()) {
      const rest = new Map([...path].filter(([id]) => id !== decider));
      const definition = definitions.get(decider);
      const labels = definition == null ? [] : labelsOf(definition);
      const isCovered = labels.every((label) =>
        paths.some((other) => isPartOf(other, new Map([...rest, [decider, label]]))),
      );
      if (isCovered) return [...paths, rest];
    }
  }
  return null;
}

function isPartOf(part: Path, whole: Path): boolean {
  return part.size <= whole.size && [...part].every(([id, label]) => whole.get(id) === label);
}
