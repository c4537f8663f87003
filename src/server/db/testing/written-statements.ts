import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "@swc/core";
import { repositoryRoot } from "#appliance/bootstrap/paths.mjs";

export interface WrittenStatement {
  readonly file: string;
  /** With `$1`, `$2` for the values, as sent. */
  readonly text: string;
}

/** Every SQL statement in the program that is a template of `$queryRaw` or `$executeRaw`, in file order. */
export function writtenStatements(): WrittenStatement[] {
  return globSync("{src,inngest}/**/*.ts", { cwd: repositoryRoot })
    .filter((file) => !/\.test\.ts$|\/testing\/|\/generated\//.test(file))
    .sort()
    .flatMap((file) => {
      const source = readFileSync(join(repositoryRoot, file), "utf8");
      if (!rawTag.test(source)) return [];
      return templatesIn(parseSync(source, { syntax: "typescript" })).map((text) => ({ file, text }));
    });
}

const rawTag = /\$(?:queryRaw|executeRaw)\b/;

/** Walks any syntax tree: a template may occur wherever an expression may. */
function templatesIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(templatesIn);
  if (!isNode(node)) return [];
  const inside = Object.values(node).flatMap(templatesIn);
  return isStatement(node) ? [textOf(node), ...inside] : inside;
}

interface TaggedTemplate {
  readonly type: "TaggedTemplateExpression";
  readonly tag: { readonly property?: { readonly value?: string } };
  readonly template: { readonly quasis: readonly { readonly cooked?: string }[] };
}

function isNode(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function isStatement(node: object): node is TaggedTemplate {
  return "type" in node && node.type === "TaggedTemplateExpression" && rawTag.test(tagOf(node));
}

function tagOf(node: object): string {
  return (node as TaggedTemplate).tag.property?.value ?? "";
}

function textOf({ template }: TaggedTemplate): string {
  return template.quasis
    .map(({ cooked = "" }) => cooked)
    .reduce((left, right, index) => `${left}$${index}${right}`);
}
