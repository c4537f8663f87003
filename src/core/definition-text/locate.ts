import { isMap, isScalar, isSeq, type Node } from "yaml";
import type { JsonPath } from "../json/check-json-limits.ts";
import { keyText } from "./ambiguity.ts";
import { type DefinitionText, positionAt, startOf, type TextPosition } from "./definition-document.ts";

/**
 * Finds lines for the problems of a definition: the position of a path in its text, or of the nearest existing part
 * above it (a missing field is reported at the object that lacks it). Null if the text cannot be parsed.
 */
export function createLocator({ read }: DefinitionText): (path: JsonPath) => TextPosition | null {
  try {
    const { document, lines } = read();
    return (path) => (document === null ? null : positionAt(lines, offsetOf(document.contents, path)));
  } catch {
    return () => null;
  }
}

function offsetOf(root: Node | null, path: JsonPath): number {
  let node: unknown = root;
  let offset = startOf(root);
  for (const step of path) {
    const next = childAt(node, step);
    if (next === null) break;
    node = next.value;
    offset = next.offset;
  }
  return offset;
}

/** A field is shown at its value if that is one word, at its key if the value spans lines. */
function childAt(
  node: unknown,
  step: string | number,
): { readonly value: unknown; readonly offset: number } | null {
  if (isSeq(node) && typeof step === "number") {
    const value: unknown = node.items[step];
    return value === undefined ? null : { value, offset: startOf(value) };
  }
  if (!isMap(node)) return null;
  const pair = node.items.find(({ key }) => keyText(key) === String(step));
  if (pair === undefined) return null;
  const atValue = isScalar(pair.value) && pair.value.source !== "";
  return { value: pair.value, offset: startOf(atValue ? pair.value : pair.key) };
}
