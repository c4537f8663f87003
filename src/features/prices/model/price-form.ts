import { toDollars } from "#components/ui/format/parse-money.ts";
import { isModelRef } from "#core/model/model-ref.ts";
import type { UnitPrices } from "#core/pricing/unit-prices.ts";

/** What a form holds: dollars for a million tokens, as people write them. */
export interface PriceForm {
  readonly model: string;
  readonly input: string;
  readonly output: string;
  /** Empty: as the input. */
  readonly cacheRead: string;
  readonly cacheWrite: string;
}

export type PriceFaults = Partial<Record<keyof PriceForm, string>>;

export type ReadPrice =
  | { readonly ok: true; readonly model: string; readonly prices: UnitPrices }
  | { readonly ok: false; readonly faults: PriceFaults };

const microsPerDollar = 1_000_000;
const maxDollars = 100_000;

/** Micros of USD; null for what is not an amount of dollars, at most six digits after the point. */
export function readDollars(text: string): number | null {
  if (!/^\d{1,6}(\.\d{1,6})?$/.test(text.trim())) return null;
  const micros = Math.round(Number(text) * microsPerDollar);
  return micros <= maxDollars * microsPerDollar ? micros : null;
}

const listed = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 6 });

/** Dollars as a column of them shows them, exactly: `2.50`, `0.075`. */
export function listDollars(micros: number): string {
  return listed.format(micros / microsPerDollar);
}

/** A form filled with prices. Hour-long cache writes, long prompts and factors have no field: see `readPrice`. */
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
 * Reads a filled form, or says what is wrong beside each field. What a form has no field for holds as it is said in
 * `before`: the price that is replaced.
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

/** An amount that is left out and taken from the input is wrong only where the input is. */
function faultsOf(model: string, form: PriceForm, amounts: Amounts): PriceFaults {
  const isModel = isModelRef(model) && !model.startsWith("sandbox/");
  const wrong = (["input", "output", "cacheRead", "cacheWrite"] as const).filter(
    (name) => amounts[name] === null && (form[name].trim() !== "" || name === "input" || name === "output"),
  );
  return {
    ...(isModel ? {} : { model: "Write provider/model, for example openai-compatible/llama3.2." }),
    ...Object.fromEntries(wrong.map((name) => [name, "Dollars for a million tokens, such as 2.5."])),
  };
}
