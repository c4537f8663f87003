import type { Json } from "#core/json/json.ts";
import { isWithinWeight, maxValueCharacters } from "#core/json/json-weight.ts";
import { type Evaluation, type ExtraScope, evaluateMetered } from "./evaluate-expression.ts";
import { Meter } from "./metering/meter.ts";
import { renderTemplate } from "./render-template.ts";
import type { Scope } from "./scope.ts";
import { parseTemplate } from "./syntax/parse-template.ts";

/**
 * A value in which every text is a template, rendered. A text that is exactly one `{{ expression }}` becomes the
 * expression's value, with its type; keys stay as they are. All of them share one budget of work. The message names the
 * place that failed.
 *
 * The value must not be nested more deeply than a definition may be.
 */
export function renderJson(value: Json, scope: Scope, extra: ExtraScope = {}): Evaluation<Json> {
  const rendered = render(value, { scope, extra, meter: new Meter() });
  if (!rendered.ok || isWithinWeight(rendered.value, maxValueCharacters, new Map())) return rendered;
  return {
    ok: false,
    message: `the result is larger than ${maxValueCharacters / 1_048_576} MB or nested too deep`,
  };
}

/** What all texts of one value are rendered with. */
interface Rendering {
  readonly scope: Scope;
  readonly extra: ExtraScope;
  readonly meter: Meter;
}

function render(value: Json, around: Rendering): Evaluation<Json> {
  if (typeof value === "string") return renderSource(value, around);
  if (typeof value !== "object" || value === null) return { ok: true, value };
  if (Array.isArray(value)) {
    const elements = renderEntries([...value.entries()], around);
    return elements.ok ? { ok: true, value: elements.value.map(([, element]) => element) } : elements;
  }
  const fields = renderEntries(Object.entries(value), around);
  return fields.ok ? { ok: true, value: Object.fromEntries(fields.value) } : fields;
}

function renderEntries<Key extends string | number>(
  entries: readonly (readonly [Key, Json])[],
  around: Rendering,
): Evaluation<(readonly [Key, Json])[]> {
  const rendered: (readonly [Key, Json])[] = [];
  for (const [key, element] of entries) {
    const each = render(element, around);
    if (!each.ok) return { ok: false, message: `${key}: ${each.message}` };
    rendered.push([key, each.value]);
  }
  return { ok: true, value: rendered };
}

function renderSource(source: string, { scope, extra, meter }: Rendering): Evaluation<Json> {
  const parsed = parseTemplate(source);
  if (!parsed.ok) return parsed;
  const [only, ...others] = parsed.template.parts;
  return only?.kind === "insertion" && others.length === 0
    ? evaluateMetered(only.expression, scope, extra, meter)
    : renderTemplate(parsed.template, scope, extra, meter);
}
