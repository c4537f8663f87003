import { isMap, isScalar, isSeq, type Node, Scalar } from "yaml";
import { keepsDigits } from "../json/number-digits.ts";
import { describeLossyNumber } from "../json/parse-json-text.ts";
import { keyText } from "./ambiguity.ts";
import { startOf } from "./definition-document.ts";

/** What there is to say about a number in YAML. */
export interface NumberProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly offset: number;
}

export interface NumberProblems {
  /** Numbers that would lose digits. */
  readonly faults: readonly NumberProblem[];
  /** Numbers in data whose value differs from what was written; they may be meant as text. */
  readonly warnings: readonly NumberProblem[];
}

const mostWarnings = 20;

/** Checks every number of a definition as written. */
export function findNumberProblems(root: Node | null): NumberProblems {
  const faults: NumberProblem[] = [];
  const warnings: NumberProblem[] = [];
  const stack: { readonly node: unknown; readonly path: NumberProblem["path"] }[] = [
    { node: root, path: [] },
  ];
  for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
    const { node, path } = visit;
    for (const child of childrenOf(node).toReversed()) {
      stack.push({ node: child.node, path: [...path, child.step] });
    }
    if (!isNumber(node)) continue;
    const problem = (message: string) => ({ path, message, offset: startOf(node) });
    if (!isExact(node)) faults.push(problem(describeLossyNumber(node.source)));
    else if (isData(path) && node.source !== String(node.value) && warnings.length < mostWarnings) {
      const advice = `put quotes around it if it is meant as text: "${node.source}"`;
      warnings.push(problem(`${node.source} is read as the number ${node.value}; ${advice}`));
    }
  }
  return { faults, warnings };
}

function childrenOf(node: unknown): readonly { readonly node: unknown; readonly step: string | number }[] {
  if (isSeq(node)) return node.items.map((item, step) => ({ node: item, step }));
  return isMap(node) ? node.items.map(({ key, value }) => ({ node: value, step: keyText(key) })) : [];
}

interface NumberNode {
  readonly value: number;
  readonly source: string;
}

function isNumber(node: unknown): node is Scalar & NumberNode {
  return (
    isScalar(node) &&
    node.type === Scalar.PLAIN &&
    typeof node.value === "number" &&
    Number.isFinite(node.value) &&
    node.source !== undefined
  );
}

function isExact({ source, value }: NumberNode): boolean {
  const isOtherBase = /^0[ox]/.test(source);
  return isOtherBase ? BigInt(source) === BigInt(value) : keepsDigits(source);
}

/** Where the value is passed on as it is, and nothing says whether a number or a text is expected. */
function isData([list, , field, ...rest]: NumberProblem["path"]): boolean {
  if (list === "variables") return field === "default";
  return list === "nodes" && (field === "fallbackOutput" || (field === "outputSchema" && isLiteral(rest)));
}

const literalKeywords: ReadonlySet<string | number> = new Set(["const", "default", "enum", "examples"]);

function isLiteral(path: NumberProblem["path"]): boolean {
  return path.some((step) => literalKeywords.has(step));
}
