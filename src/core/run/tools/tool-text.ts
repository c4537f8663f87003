import type { ErrorCode } from "#core/error-codes.ts";
import { readRunFile } from "#core/http/file-ref.ts";
import type { Json } from "#core/json/json.ts";
import { toolAnswerCharacters } from "#core/nodes/tools/agent-tools.ts";
import type { ToolAnswer, ToolStep } from "../agent/agent-steps.ts";

/** A model cannot do anything about these errors, however it asks: the node fails. */
export const faultsForPeople: ReadonlySet<ErrorCode> = new Set([
  "SECRET_MISSING",
  "SECRET_MALFORMED",
  "KEY_MISSING",
  "KEY_INVALID",
  "KEY_UNREADABLE",
  "INTERNAL",
]);

/** A value as it is shown to a model. */
export function valueText(value: Json): string {
  const file = readRunFile(value);
  if (file !== null) return `[${file.mediaType}, not text]`;
  if (value === "" || value === null) return "[empty]";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A result, cut to what the model is shown. */
export function shownText(text: string): string {
  if (text.length <= toolAnswerCharacters) return text;
  const rest = text.length - toolAnswerCharacters;
  return `${text.slice(0, toolAnswerCharacters)}\n[cut here: ${rest} more characters]`;
}

/** A result, with the note of the person who approved the call. */
export function withNote(answer: ToolAnswer, { note }: Pick<ToolStep, "note">): ToolAnswer {
  if (note === undefined) return answer;
  return { ...answer, text: `${answer.text}\n\nWhoever approved this call says: ${note}` };
}
