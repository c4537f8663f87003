import type { JsonObject } from "#core/json/json.ts";
import { estimateTokens } from "./token-pieces.ts";

/** What a request asks for, whichever wire it came by. */
export interface Asked {
  readonly model: string;
  readonly system: string;
  /** What the last message of the user says. */
  readonly text: string;
  /** All text of all messages, and of the system prompt. */
  readonly characters: number;
  /** A JSON Schema that the answer must match. */
  readonly schema: JsonObject | null;
  readonly maxTokens: number;
  readonly userId: string | null;
  readonly isStreamed: boolean;
}

/** All that a vendor would count as input. */
export function inputTokensOf({ characters, schema }: Pick<Asked, "characters" | "schema">): number {
  return estimateTokens(characters + (schema === null ? 0 : JSON.stringify(schema).length));
}
