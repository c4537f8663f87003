import { isMap, isSeq, type YAMLMap } from "yaml";
import { type DefinitionText, positionAt, startOf } from "./definition-document.ts";

/** A node or an edge and its lines, counted from 1 and inclusive. */
export interface OutlinePart {
  readonly id: string;
  /** The nodes whose bodies contain it, outermost first. */
  readonly within: readonly string[];
  readonly firstLine: number;
  readonly lastLine: number;
}

export interface DefinitionOutline {
  /** Those in a body come after the node they belong to. */
  readonly nodes: readonly OutlinePart[];
  readonly edges: readonly OutlinePart[];
}

const nothing: DefinitionOutline = { nodes: [], edges: [] };

/** The lines of each node and edge of a definition. Those without an id, or that cannot be parsed, are left out. */
export function outlineDefinition({ text, read }: DefinitionText): DefinitionOutline {
  try {
    const { document, lines } = read();
    const root = document?.contents;
    if (!isMap(root)) return nothing;
    const lineAt = (offset: number) => positionAt(lines, offset).line;
    const partsOf = (graph: YAMLMap, list: string, within: readonly string[]): readonly OutlinePart[] =>
      mapsOf(graph.get(list, true)).flatMap((map) => {
        const part = partOf(text, map, within, lineAt);
        if (part === null) return [];
        const body = bodyIn(map);
        return body === null ? [part] : [part, ...partsOf(body, list, [...within, part.id])];
      });
    return { nodes: partsOf(root, "nodes", []), edges: partsOf(root, "edges", []) };
  } catch (error) {
    // Nested too deeply for the parser.
    if (error instanceof RangeError) return nothing;
    throw error;
  }
}

function mapsOf(list: unknown): readonly YAMLMap[] {
  return isSeq(list) ? list.items.filter((item) => isMap(item)) : [];
}

function bodyIn(node: YAMLMap): YAMLMap | null {
  const config: unknown = node.get("config", true);
  const body: unknown = isMap(config) ? config.get("body", true) : null;
  return isMap(body) ? body : null;
}

function partOf(
  text: string,
  map: YAMLMap,
  within: readonly string[],
  lineAt: (offset: number) => number,
): OutlinePart | null {
  const id: unknown = map.get("id");
  if (typeof id !== "string") return null;
  const start = startOf(map);
  // A block ends where the next one begins, including blank lines and comments.
  const end = start + text.slice(start, map.range?.[1] ?? start).trimEnd().length;
  return { id, within, firstLine: lineAt(start), lastLine: lineAt(Math.max(start, end - 1)) };
}
