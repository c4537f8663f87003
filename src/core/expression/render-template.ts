import { type Evaluation, type ExtraScope, evaluateText } from "./evaluate-expression.ts";
import { templateLimits } from "./metering/limits.ts";
import { Meter } from "./metering/meter.ts";
import type { Scope } from "./scope.ts";
import type { Template } from "./syntax/parse-template.ts";

/**
 * Renders a template: strings are inserted as they are, other values as JSON. All insertions share one budget of work.
 * A missing value is an error, never an empty text that would reach a model unnoticed.
 */
export function renderTemplate(
  template: Template,
  scope: Scope,
  extra: ExtraScope = {},
  meter: Meter = new Meter(),
): Evaluation<string> {
  const texts: string[] = [];
  let characters = 0;
  for (const part of template.parts) {
    const rendered: Evaluation<string> =
      part.kind === "text"
        ? { ok: true, value: part.text }
        : evaluateText(part.expression, scope, extra, meter);
    if (!rendered.ok) return rendered;
    characters += rendered.value.length;
    if (characters > templateLimits.renderedCharacters) {
      return {
        ok: false,
        message: `the rendered text has more than ${templateLimits.renderedCharacters} characters`,
      };
    }
    texts.push(rendered.value);
  }
  return { ok: true, value: texts.join("") };
}
