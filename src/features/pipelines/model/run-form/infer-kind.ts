import { blankTexts } from "#core/expression/syntax/scan-text.ts";
import type { ValueKind } from "./value-kind.ts";

const number = "-?(?:\\d+\\.?\\d*|\\.\\d+)";

/**
 * What a name is used as in expressions, told by the operators around it; null where they do not tell. `name` is a
 * pattern.
 */
export function inferKind(name: string, expressions: readonly string[]): ValueKind | null {
  const read = `(?<![\\w.])(?:${name})(?![\\w(])`;
  // Neither a part of it nor the result of one of its functions.
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
