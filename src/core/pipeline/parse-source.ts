import { type ExpressionReferences, parseExpression } from "#core/expression/syntax/parse-expression.ts";
import { parseTemplate } from "#core/expression/syntax/parse-template.ts";
import type { ConfigSource } from "#core/nodes/node-type.ts";

export type SourceParse =
  | { readonly ok: true; readonly references: ExpressionReferences }
  | { readonly ok: false; readonly message: string; readonly position?: number };

/** Parses an expression or a template, whichever it is, and says what it refers to. */
export function parseSource({ kind, source }: ConfigSource): SourceParse {
  if (kind === "expression") {
    const parsed = parseExpression(source);
    return parsed.ok ? { ok: true, references: parsed.expression.references } : parsed;
  }
  const parsed = parseTemplate(source);
  return parsed.ok ? { ok: true, references: parsed.template.references } : parsed;
}
