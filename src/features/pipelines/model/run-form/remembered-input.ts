import type { Json } from "#core/json/json.ts";
import type { PersonalStorage } from "#features/shell/index.ts";
import type { KeptSending } from "#lib/trpc/request-keys.ts";

/** The last input of a pipeline's run, so that it need not be typed again. Stored in this browser only, per person. */
export interface RememberedInput {
  readonly input: Json;
  readonly variables: Readonly<Record<string, Json>>;
}

const longest = 100_000;
const nameOf = (pipelineId: string) => `input.${pipelineId}`;

export function rememberInput(
  memory: PersonalStorage,
  pipelineId: string,
  remembered: RememberedInput,
): void {
  const text = JSON.stringify(remembered);
  if (text.length <= longest) memory.write(nameOf(pipelineId), text);
}

export function recallInput(memory: PersonalStorage, pipelineId: string): RememberedInput | null {
  const text = memory.read(nameOf(pipelineId));
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("input" in value) || !("variables" in value))
      return null;
    return value as RememberedInput;
  } catch {
    return null;
  }
}

/** Where the request to start a run is kept until it is answered, so that a reopened form does not start it twice. */
export function keptSending(memory: PersonalStorage, pipelineId: string): KeptSending {
  const name = `sending.${pipelineId}`;
  return {
    read: () => memory.read(name),
    write: (text) => memory.write(name, text),
    remove: () => memory.remove(name),
  };
}
