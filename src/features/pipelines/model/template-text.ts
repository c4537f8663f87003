const nameLine = /^name: *(.*)$/m;
const descriptionLine = /^description: *(.*)$/m;

/** A template's own name and what it shows, from its first lines. */
export function templateHead(text: string): { readonly name: string; readonly description: string } {
  return { name: nameLine.exec(text)?.[1] ?? "", description: descriptionLine.exec(text)?.[1] ?? "" };
}

/** The same definition under another name. */
export function renamed(text: string, name: string): string {
  return text.replace(nameLine, () => `name: ${JSON.stringify(name)}`);
}

/** A node's type stands after its id: fields of schemas and triggers have types, too. */
const nodeType = /\bid: [\w-]+,?\s+type: (\w+)/g;

/** The types of its nodes in the order in which they are written, each once with how many there are. */
export function nodeTypesIn(text: string): readonly { readonly type: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const [, type = ""] of text.matchAll(nodeType)) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([type, count]) => ({ type, count }));
}
