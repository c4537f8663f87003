import { blankTexts } from "#core/expression/syntax/scan-text.ts";
import type { ValueKind } from "./value-kind.ts";

const number = "-?(?:\\d+\\.?\\d*|\\.\\d+)";

/**
 * Infers a name's type from the operators around it in expressions; null if unclear. `name` is a regular expression.
 */
export function inferKind(name: string, expressions: readonly string[]): ValueKind | null {
  const read = `(?<![\\w.])(?:${name})(?![\\w(])`;
  // Not a field of it, and not a function's result.
  const whole = `${read}(?!\\s*(?:\\.|\\[))`;
  const patterns: readonly (readonly [ValueKind, RegExp])[] = [
    ["number", new RegExp(`${whole}\\s*(?:(?:[<>]=?|[=!]=|\\+)\\s*${number}|[-*/%](?!=))`)],
    [
      "number",
      new RegExp(`(?:(?<![\\w.])${number}\\s*(?:[<>]=?|[=!]=|\\+)|[*/%]|(?<=[\\w)\\]]\\s*)-)\\s*${whole}`),
    ],
    ["switch", new RegExp(`${whole}\\s*(?:[=!]=\\s*(?:true|false)\\b|\\?(?![.[])|&&|\\|\\|)`)],
    ["switch", new RegExp(`(?:!|&&\\s*|\\|\\|\\s*)${whole}\\s*(?:$|[)&|?])`)],
    ["json", new RegExp(`${read}\\s*(?:\\[|\\.(?:map|filter|all|exists|exists_one)\\()`)],
    ["json", new RegExp(`${read}\\.\\??[A-Za-z_]\\w*(?!\\w*\\()`)],
    ["json", new RegExp(`\\bin\\s+${whole}`)],
  ];
  const blanked = expressions.map(blankTexts);
  return patterns.find(([, pattern]) => blanked.some((source) => pattern.test(source)))?.[0] ?? null;
}
