import { toDollars } from "#components/ui/format/parse-money.ts";
import { isModelRef } from "#core/model/model-ref.ts";
import type { UnitPrices } from "#core/pricing/unit-prices.ts";

/** The form's values: dollars per million tokens, as typed. */
export interface PriceForm {
  readonly model: string;
  readonly input: string;
  readonly output: string;
  /** Empty: the same as input. */
  readonly cacheRead: string;
  readonly cacheWrite: string;
}

export type PriceFaults = Partial<Record<keyof PriceForm, string>>;

export type ReadPrice =
  | { readonly ok: true; readonly model: string; readonly prices: UnitPrices }
  | { readonly ok: false; readonly faults: PriceFaults };

const microsPerDollar = 1_000_000;
const maxDollars = 100_000;

/** Parses dollars to micros; null unless it is an amount with at most six decimals. */
export function readDollars(text: string): number | null {
  if (!/^\d{1,6}(\.\d{1,6})?$/.test(text.trim())) return null;
  const micros = Math.round(Number(text) * microsPerDollar);
  return micros <= maxDollars * microsPerDollar ? micros : null;
}

const listed = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 6 });

/** Exact dollars for a column of prices: `2.50`, `0.075`. */
export function listDollars(micros: number): string {
  return listed.format(micros / microsPerDollar);
}

/** Fills the form from prices. One-hour cache writes, long prompts and factors have no field: see `readPrice`. */
export function toForm(model: string, prices: UnitPrices): PriceForm {
  return {
    model,
    input: toDollars(prices.input),
    output: toDollars(prices.output),
    cacheRead: toDollars(prices.cacheRead),
    cacheWrite: toDollars(prices.cacheWrite5m),
  };
}

export const emptyForm: PriceForm = { model: "", input: "", output: "", cacheRead: "", cacheWrite: "" };

/**
 * Parses the form, or returns an error for each invalid field. Prices without a field are taken from `before`, the
 * price being replaced.
 */
export function readPrice(form: PriceForm, before: UnitPrices | null): ReadPrice {
  const model = form.model.trim();
  const input = readDollars(form.input);
  const read = {
    input,
    output: readDollars(form.output),
    cacheRead: form.cacheRead.trim() === "" ? input : readDollars(form.cacheRead),
    cacheWrite: form.cacheWrite.trim() === "" ? input : readDollars(form.cacheWrite),
  };
  const faults = faultsOf(model, form, read);
  const { output, cacheRead, cacheWrite } = read;
  if (Object.keys(faults).length > 0) return { ok: false, faults };
  if (input === null || output === null || cacheRead === null || cacheWrite === null)
    return { ok: false, faults };
  const isSameWrite = before !== null && before.cacheWrite5m === cacheWrite;
  const cacheWrite1h = isSameWrite ? before.cacheWrite1h : cacheWrite;
  const rates = { input, output, cacheRead, cacheWrite5m: cacheWrite, cacheWrite1h };
  return {
    ok: true,
    model,
    prices: { ...rates, ...(before?.factors === undefined ? {} : { factors: before.factors }) },
  };
}

type Amounts = Readonly<Record<Exclude<keyof PriceForm, "model">, number | null>>;

/** A blank amount is taken from the input price, so only that one can be wrong. */
function faultsOf(model: string, form: PriceForm, amounts: Amounts): PriceFaults {
  const isModel = isModelRef(model) && !model.startsWith("sandbox/");
  const wrong = (["input", "output", "cacheRead", "cacheWrite"] as const).filter(
    (name) => amounts[name] === null && (form[name].trim() !== "" || name === "input" || name === "output"),
  );
  return {
    ...(isModel ? {} : { model: "Write provider/model, for example openai-compatible/llama3.2." }),
    ...Object.fromEntries(wrong.map((name) => [name, "Dollars per million tokens, such as 2.5."])),
  };
}
