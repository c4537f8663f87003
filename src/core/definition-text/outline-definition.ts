import { isMap, isSeq, type YAMLMap } from "yaml";
import { type DefinitionText, positionAt, startOf } from "./definition-document.ts";

/** A node or an edge and the lines it is written on, both counted from 1 and both its own. */
export interface OutlinePart {
  readonly id: string;
  readonly firstLine: number;
  readonly lastLine: number;
}

export interface DefinitionOutline {
  readonly nodes: readonly OutlinePart[];
  readonly edges: readonly OutlinePart[];
}

const nothing: DefinitionOutline = { nodes: [], edges: [] };

/** Where each node and each edge of a definition stands in its text. What has no id or cannot be read is left out. */
export function outlineDefinition({ text, read }: DefinitionText): DefinitionOutline {
  try {
    const { document, lines } = read();
    const root = document?.contents;
    if (!isMap(root)) return nothing;
    const lineAt = (offset: number) => positionAt(lines, offset).line;
    const partsOf = (list: string) =>
      mapsOf(root.get(list, true)).flatMap((map) => partOf(text, map, lineAt));
    return { nodes: partsOf("nodes"), edges: partsOf("edges") };
  } catch (error) {
    // Nested too deep for the parser.
    if (error instanceof RangeError) return nothing;
    throw error;
  }
}

function mapsOf(list: unknown): readonly YAMLMap[] {
  return isSeq(list) ? list.items.filter((item) => isMap(item)) : [];
}

function partOf(text: string, map: YAMLMap, lineAt: (offset: number) => number): readonly OutlinePart[] {
  const id: unknown = map.get("id");
  if (typeof id !== "string") return [];
  const start = startOf(map);
  // A block ends where the next one begins, after its blank lines and comments.
  const end = start + text.slice(start, map.range?.[1] ?? start).trimEnd().length;
  return [{ id, firstLine: lineAt(start), lastLine: lineAt(Math.max(start, end - 1)) }];
}
