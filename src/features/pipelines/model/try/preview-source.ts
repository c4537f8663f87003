import type { ExpressionReferences } from "#core/expression/compile/compile.ts";
import { evaluateCondition, evaluateExpression, evaluateText } from "#core/expression/evaluate-expression.ts";
import { Meter } from "#core/expression/metering/meter.ts";
import type { Scope } from "#core/expression/scope.ts";
import { parseExpression } from "#core/expression/syntax/parse-expression.ts";
import { parseTemplate } from "#core/expression/syntax/parse-template.ts";

/** How to evaluate a text: as a value, a condition, or a template. */
export type SourceReading = "expression" | "condition" | "template";

/** The result of evaluating a text with a run's values. */
export type Preview =
  | { readonly kind: "value"; readonly parts: readonly PreviewPart[] }
  /** A message without a full stop. */
  | { readonly kind: "fault"; readonly message: string };

export interface PreviewPart {
  readonly text: string;
  /** Whether it comes from a placeholder. */
  readonly isInserted: boolean;
}

/** Longer values are cut, since a preview is for a quick look. */
const shownCharacters = 4_000;

/**
 * Evaluates a text as a run would, with the same code and budgets; null if it cannot be parsed, which is reported
 * elsewhere. Secrets are not evaluated.
 */
export function previewSource(text: string, reading: SourceReading, scope: Scope): Preview | null {
  return reading === "template" ? previewTemplate(text, scope) : previewExpression(text, reading, scope);
}

function previewExpression(text: string, reading: "expression" | "condition", scope: Scope): Preview | null {
  const parsed = parseExpression(text);
  if (!parsed.ok) return null;
  if (namesSecret(parsed.expression.references)) return secret;
  const found =
    reading === "condition"
      ? evaluateCondition(parsed.expression, scope)
      : evaluateExpression(parsed.expression, scope);
  return found.ok
    ? { kind: "value", parts: [inserted(JSON.stringify(found.value, null, 1))] }
    : { kind: "fault", message: found.message };
}

function previewTemplate(text: string, scope: Scope): Preview | null {
  const parsed = parseTemplate(text);
  if (!parsed.ok) return null;
  const { parts, references } = parsed.template;
  if (namesSecret(references)) return secret;
  const meter = new Meter();
  const shown: PreviewPart[] = [];
  for (const part of parts) {
    if (part.kind === "text") shown.push({ text: part.text, isInserted: false });
    else {
      const found = evaluateText(part.expression, scope, {}, meter);
      if (!found.ok) return { kind: "fault", message: found.message };
      shown.push(inserted(found.value));
    }
  }
  return { kind: "value", parts: shown };
}

const secret: Preview = { kind: "fault", message: "it uses a secret, which is not shown" };

function namesSecret({ secrets }: ExpressionReferences): boolean {
  return secrets.length > 0;
}

function inserted(text: string): PreviewPart {
  const cut = text.length > shownCharacters ? `${text.slice(0, shownCharacters)} …` : text;
  return { text: cut, isInserted: true };
}
