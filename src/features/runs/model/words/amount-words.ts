import type { AmountPart } from "#core/pricing/explain-amount.ts";
import type { PriceBasis } from "#core/pricing/price-basis.ts";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

export type ExplainedEntry = RouterOutputs["costs"]["explain"]["entries"][number];

export const partWords: Readonly<Record<AmountPart, string>> = {
  input: "Input",
  cacheRead: "Cache reads",
  cacheWrite5m: "Cache writes",
  cacheWrite1h: "Cache writes, kept for an hour",
  output: "Output, including thinking",
};

/** Exact money, without trailing zeros: `$0.000042`. */
export function exactMoney(micros: number | null): string {
  if (micros === null) return "unknown";
  const sign = micros < 0 ? "-" : "";
  const text = (Math.abs(micros) / 1_000_000).toFixed(9).replace(/(\.\d{2}\d*?)0+$/, "$1");
  return `${sign}$${text}`;
}

/** The same, padded for a monospaced column with aligned decimal points. */
export function alignedMoney(amounts: readonly (number | null)[]): readonly string[] {
  const texts = amounts.map(exactMoney);
  const tails = texts.map((text) => (text.includes(".") ? text.length - text.indexOf(".") : 0));
  const longest = Math.max(0, ...tails);
  return texts.map((text, index) => text + " ".repeat(longest - (tails[index] ?? 0)));
}

/** Why the price was not the standard one: a long prompt, a region, a service tier. */
export function factorWords({ longPromptAbove, factors }: PriceBasis): readonly string[] {
  return [
    ...(longPromptAbove === null
      ? []
      : [
          `The prompt was longer than ${longPromptAbove.toLocaleString("en-US")} tokens, so other prices apply.`,
        ]),
    ...Object.entries(factors).map(
      ([name, factor]) => `Times ${factor / 1_000} for ${name.replace(":", " ")}.`,
    ),
  ];
}

export function originWords(origin: PriceBasis["origin"]): string {
  switch (origin.from) {
    case "workspace":
      return `The workspace's own price of ${origin.model} when the run started.`;
    case "catalogue":
      return `The list price of ${origin.model}, read on ${origin.asOf} at ${origin.source}`;
    case "sandbox":
      return "Play money: every model of the sandbox costs the same.";
  }
}
