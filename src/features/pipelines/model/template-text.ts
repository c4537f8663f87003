const nameLine = /^name: *(.*)$/m;
const descriptionLine = /^description: *(.*)$/m;

/** A template's name and description, from its first lines. */
export function templateHead(text: string): { readonly name: string; readonly description: string } {
  return { name: nameLine.exec(text)?.[1] ?? "", description: descriptionLine.exec(text)?.[1] ?? "" };
}

/** The same definition with another name. */
export function renamed(text: string, name: string): string {
  return text.replace(nameLine, () => `name: ${JSON.stringify(name)}`);
}

/** A node's type comes after its id; this skips the types of schemas and triggers. */
const nodeType = /\bid: [\w-]+,?\s+type: (\w+)/g;

/** The types of its nodes in order of appearance, with their counts. */
export function nodeTypesIn(text: string): readonly { readonly type: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const [, type = ""] of text.matchAll(nodeType)) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) => ({ type, count }));
}
