import type { AppError } from "#core/errors.ts";
import { readRunFile } from "#core/http/file-ref.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json } from "#core/json/json.ts";
import { toolAnswerCharacters } from "#core/nodes/agent-tools.ts";
import { doubtWords, type ToolAnswer } from "#core/run/agent-steps.ts";

/** What an answer says to the model: its body. */
export function toAnswer(output: Json): ToolAnswer {
  const body = isJsonObject(output) ? (output.body ?? null) : output;
  return { text: shownText(bodyText(body)), isError: false };
}

/** What a call that failed says to the model: why, and what the other side said. */
export function toFailedAnswer(error: AppError): ToolAnswer {
  const { body = null } = error.answer ?? {};
  const said = body === null || body === "" ? "" : `\n${bodyText(body)}`;
  return { text: shownText(`${error.message}${said}`), isError: true };
}

/** The same of a call that acts: what went wrong does not say whether it did. */
export function toDoubtfulAnswer(error: AppError): ToolAnswer {
  return toDoubtful(toFailedAnswer(error).text);
}

/** The same, where this is all that was heard. */
export function toDoubtful(heard: string): ToolAnswer {
  return { text: `${doubtWords}\n${heard}`, isError: true };
}

function bodyText(body: Json): string {
  const file = readRunFile(body);
  if (file !== null) return `[${file.mediaType}, not text]`;
  if (body === "" || body === null) return "[empty]";
  return typeof body === "string" ? body : JSON.stringify(body);
}

/** As much of an answer as the model is shown. */
export function shownText(text: string): string {
  if (text.length <= toolAnswerCharacters) return text;
  const rest = text.length - toolAnswerCharacters;
  return `${text.slice(0, toolAnswerCharacters)}\n[cut here: ${rest} more characters]`;
}
