import type { ExpressionReferences } from "#core/expression/compile/compile.ts";
import { parseExpression } from "#core/expression/syntax/parse-expression.ts";
import { parseTemplate } from "#core/expression/syntax/parse-template.ts";
import type { ConfigSource } from "#core/nodes/node-type.ts";

export type SourceParse =
  | { readonly ok: true; readonly references: ExpressionReferences }
  | { readonly ok: false; readonly message: string; readonly position?: number };

/** Parses an expression or a template, whichever it is, and says what it refers to. */
export function parseSource({ kind, source, offset = 0 }: ConfigSource): SourceParse {
  if (kind === "expression") {
    const parsed = parseExpression(source);
    if (parsed.ok) return { ok: true, references: parsed.expression.references };
    const { position } = parsed;
    return position === undefined ? parsed : { ...parsed, position: Math.max(0, position - offset) };
  }
  const parsed = parseTemplate(source);
  return parsed.ok ? { ok: true, references: parsed.template.references } : parsed;
}
