import type { ErrorInfo } from "#core/errors.ts";

/** One call that is about to be made, and what its node run may still spend. */
export interface BudgetQuestion {
  readonly nodeId: string;
  /** `provider/model`, for people. */
  readonly model: string;
  readonly limitMicros: number;
  /** By the attempts before it; null = unknown. */
  readonly spentMicros: number | null;
  /** The most that the call can cost; null = unknown. */
  readonly mostMicros: number | null;
}

/** Why a call may not be made under its node's limit, or null if it may: all attempts of a node run share one limit. */
export function checkBudget(question: BudgetQuestion): ErrorInfo | null {
  const { nodeId, model, limitMicros, spentMicros, mostMicros } = question;
  const limit = `limits.costMicros ${limitMicros} (${asDollars(limitMicros)})`;
  if (mostMicros === null) {
    return refusal(
      nodeId,
      `Node "${nodeId}" has ${limit}, and the price of ${model} is not known, so it is not clear whether a call would stay within it. Set the price to count with under Settings, Prices, choose a model with a known price, or remove the limit.`,
    );
  }
  if (spentMicros === null) {
    return refusal(
      nodeId,
      `Node "${nodeId}" has ${limit}, and what its earlier tries cost is not known. Choose a model with a known price, or remove the limit.`,
    );
  }
  const missingMicros = spentMicros + mostMicros - limitMicros;
  if (missingMicros <= 0) return null;
  const before = spentMicros === 0 ? "" : `, after ${asDollars(spentMicros)} for its earlier tries`;
  return refusal(
    nodeId,
    `Node "${nodeId}" was not run: a call of ${model} may cost up to ${asDollars(mostMicros)}${before}, which is ${asDollars(missingMicros)} more than its ${limit} allows. Raise the limit, lower maxTokens, shorten what is sent, or choose a cheaper model.`,
  );
}

/** Micros of USD, exactly: `$0.0123`. */
export function asDollars(micros: number): string {
  const cents = (micros / 1_000_000).toFixed(6).replace(/(\.\d{2}\d*?)0+$/, "$1");
  return `$${cents}`;
}

function refusal(nodeId: string, message: string): ErrorInfo {
  return { code: "BUDGET_EXCEEDED", message, retryable: false, nodeId };
}
