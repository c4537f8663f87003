import type { AppError } from "#core/errors.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json } from "#core/json/json.ts";
import { doubtWords, type ToolAnswer } from "#core/run/agent/agent-steps.ts";
import { shownText, valueText } from "#core/run/tools/tool-text.ts";

/** What an answer says to the model: its body. */
export function toAnswer(output: Json): ToolAnswer {
  const body = isJsonObject(output) ? (output.body ?? null) : output;
  return { text: shownText(valueText(body)), isError: false };
}

/** What a call that failed says to the model: why, and what the other side said. */
export function toFailedAnswer(error: AppError): ToolAnswer {
  const { body = null } = error.answer ?? {};
  const said = body === null || body === "" ? "" : `\n${valueText(body)}`;
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
