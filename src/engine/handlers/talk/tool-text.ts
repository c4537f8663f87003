import type { AppError } from "#core/errors.ts";
import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json } from "#core/json/json.ts";
import { doubtWords, type ToolAnswer } from "#core/run/agent/agent-steps.ts";
import { shownText, valueText } from "#core/run/tools/tool-text.ts";

/** What the model is told about a response: its body. */
export function toAnswer(output: Json): ToolAnswer {
  const body = isJsonObject(output) ? (output.body ?? null) : output;
  return { text: shownText(valueText(body)), isError: false };
}

/** What the model is told about a failed call: the reason, and the other side's response. */
export function toFailedAnswer(error: AppError): ToolAnswer {
  const { body = null } = error.answer ?? {};
  const said = body === null || body === "" ? "" : `\n${valueText(body)}`;
  return { text: shownText(`${error.message}${said}`), isError: true };
}

/** The same for a call that acts: the error does not say whether it took effect. */
export function toDoubtfulAnswer(error: AppError): ToolAnswer {
  return toDoubtful(toFailedAnswer(error).text);
}

/** The same, if there was no other response. */
export function toDoubtful(heard: string): ToolAnswer {
  return { text: `${doubtWords}\n${heard}`, isError: true };
}
