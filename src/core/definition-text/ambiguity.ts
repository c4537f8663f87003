import { isAlias, isMap, isScalar, isSeq, type Node } from "yaml";
import { startOf } from "./definition-document.ts";

/** An alias may stand for a large part and contain other aliases, so their number is limited. */
const aliasLimit = 100;

export interface TextFault {
  readonly message: string;
  readonly offset: number;
}

/**
 * The first thing that the grammar accepts and we do not: a key that appears twice in one object, or too many aliases.
 */
export function findAmbiguity(root: Node | null): TextFault | null {
  const stack: unknown[] = [root];
  let aliases = 0;
  while (stack.length > 0) {
    const node = stack.pop();
    if (isAlias(node)) aliases += 1;
    if (aliases > aliasLimit)
      return { message: `There are more than ${aliasLimit} aliases (*name)`, offset: startOf(node) };
    const duplicate = isMap(node) ? findDuplicateKey(node.items) : null;
    if (duplicate !== null) return duplicate;
    for (const child of childrenOf(node).toReversed()) stack.push(child);
  }
  return null;
}

function childrenOf(node: unknown): readonly unknown[] {
  if (isSeq(node)) return node.items;
  return isMap(node) ? node.items.map(({ value }) => value) : [];
}

/** A map's key as text. */
export function keyText(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}

function findDuplicateKey(items: readonly { readonly key: unknown }[]): TextFault | null {
  const seen = new Set<string>();
  for (const { key } of items) {
    const text = keyText(key);
    if (seen.has(text)) {
      const message = `The key ${JSON.stringify(text.slice(0, 80))} appears twice in the same object`;
      return { message, offset: startOf(key) };
    }
    seen.add(text);
  }
  return null;
}
