import type { Json } from "#core/json.ts";

/** What a run was last started with here, so that the next one need not be typed again. Kept in this browser only. */
export interface RememberedInput {
  readonly input: Json;
  readonly variables: Readonly<Record<string, Json>>;
}

const longest = 100_000;
const keyOf = (pipelineId: string) => `penstock.input.${pipelineId}`;

export function rememberInput(pipelineId: string, remembered: RememberedInput): void {
  const text = JSON.stringify(remembered);
  if (text.length > longest) return;
  try {
    window.localStorage.setItem(keyOf(pipelineId), text);
  } catch {
    // A browser that keeps nothing only asks again.
  }
}

export function recallInput(pipelineId: string): RememberedInput | null {
  try {
    const value: unknown = JSON.parse(window.localStorage.getItem(keyOf(pipelineId)) ?? "null");
    if (typeof value !== "object" || value === null || !("input" in value) || !("variables" in value))
      return null;
    return value as RememberedInput;
  } catch {
    return null;
  }
}
