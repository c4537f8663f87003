import { z } from "zod";
import { type Json, jsonObjectSchema } from "#core/json/json.ts";
import type { Asked, SandboxCall, SandboxTool } from "./asked.ts";

/** A message of a conversation, whichever wire it came by. */
export type Turn =
  | { readonly role: "user"; readonly text: string; readonly files?: readonly SentFile[] }
  | { readonly role: "assistant"; readonly text: string; readonly calls: readonly SandboxCall[] }
  | { readonly role: "tool"; readonly results: readonly { readonly id: string; readonly text: string }[] };

/** A file as received: its type, and its bytes in base64. */
export interface SentFile {
  readonly mediaType: string;
  readonly base64: string;
}

/** A file as a `data:` URL. */
export const dataUrlSchema = z.string().transform((url, context): SentFile => {
  const [, mediaType, base64] = /^data:([\w.+-]+\/[\w.+-]+);base64,([A-Za-z0-9+/=]+)$/.exec(url) ?? [];
  if (mediaType !== undefined && base64 !== undefined) return { mediaType, base64 };
  context.addIssue({ code: "custom", message: "must be a data URL with base64" });
  return z.NEVER;
});

/** About what a vendor counts for a picture or a page: 1,600 tokens. */
const charactersPerFile = 6_400;

function describeFile({ mediaType, base64 }: SentFile): string {
  const bytes = Buffer.from(base64, "base64").length;
  return `${mediaType}, ${bytes.toLocaleString("en-US")} bytes`;
}

export const toolNameSchema = z.string().regex(/^[a-zA-Z0-9_-]{1,128}$/);
export const toolSchemaSchema = jsonObjectSchema.refine(
  ({ type }) => type === "object",
  "must describe an object",
);

type Said = Pick<Asked, "text" | "characters" | "conversation" | "files">;

/** The request of a conversation. `system`, all messages and the offered tools count as input. */
export function toSaid(system: string, turns: readonly Turn[], tools: readonly SandboxTool[]): Said {
  const user = turns.find((turn) => turn.role === "user");
  const results = turns.flatMap((turn) => (turn.role === "tool" ? turn.results : []));
  const offered = tools.length === 0 ? 0 : JSON.stringify(tools).length;
  return {
    text: user?.text ?? "",
    files: (user?.files ?? []).map(describeFile),
    characters: turns.reduce((sum, turn) => sum + charactersOf(turn), system.length + offered),
    conversation: {
      tools,
      turn: 1 + turns.filter((turn) => turn.role === "assistant" && turn.calls.length > 0).length,
      results: results.map(({ text }) => text),
    },
  };
}

/** What is wrong with the order of calls and results, which vendors refuse. Null: nothing. */
export function findUnanswered(turns: readonly Turn[]): string | null {
  let asked: readonly string[] = [];
  for (const turn of turns) {
    const answered = turn.role === "tool" ? turn.results.map(({ id }) => id) : [];
    const missing = asked.find((id) => !answered.includes(id));
    if (missing !== undefined) return `messages: the call ${missing} has no result right after it`;
    const unasked = answered.find((id) => !asked.includes(id));
    if (unasked !== undefined) return `messages: the result ${unasked} belongs to no call right before it`;
    asked = turn.role === "assistant" ? turn.calls.map(({ id }) => id) : [];
  }
  return asked.length === 0 ? null : `messages: the call ${asked[0]} has no result`;
}

/** Joins consecutive pieces of one turn: the results of several tools, and calls after a text. */
export function joinTurns(pieces: readonly Turn[]): readonly Turn[] {
  const turns: Turn[] = [];
  for (const piece of pieces) {
    const last = turns.at(-1);
    if (piece.role === "tool" && last?.role === "tool") {
      turns.splice(-1, 1, { ...last, results: [...last.results, ...piece.results] });
    } else if (piece.role === "assistant" && piece.text === "" && last?.role === "assistant") {
      turns.splice(-1, 1, { ...last, calls: [...last.calls, ...piece.calls] });
    } else turns.push(piece);
  }
  return turns;
}

function charactersOf(turn: Turn): number {
  switch (turn.role) {
    case "user":
      return turn.text.length + charactersPerFile * (turn.files?.length ?? 0);
    case "assistant":
      return turn.text.length + (turn.calls.length === 0 ? 0 : JSON.stringify(turn.calls).length);
    case "tool":
      return turn.results.reduce((sum, { text }) => sum + text.length, 0);
  }
}

/** The arguments of a call as OpenAI's wires write them. */
export function readArguments(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
