import type { SandboxModel } from "#core/model/sandbox-model.ts";
import type { Asked, SandboxCall } from "./asked.ts";
import { extract } from "./extract.ts";
import { fillSchema, summaryObject } from "./fill-schema.ts";
import { judge } from "./judge.ts";
import { splitMaterial } from "./material.ts";
import { materialOf, scriptedCalls } from "./script.ts";
import { estimateTokens, takeTokens, toPieces } from "./token-pieces.ts";

const briefSentences = 8;
const smallSentences = 3;

export interface SandboxAnswer {
  readonly pieces: readonly string[];
  /** Tool calls that follow its text. */
  readonly calls: readonly SandboxCall[];
  readonly stopReason: "end_turn" | "max_tokens" | "refusal" | "tool_use";
}

/** Prose where JSON was requested, as real models sometimes answer. */
export const proseAnswer: SandboxAnswer = {
  pieces: toPieces("Here is what you asked for, in words."),
  calls: [],
  stopReason: "end_turn",
};

/** A model's answer to a request. It is made of the request's own text, and deterministic. */
export function answer(model: SandboxModel, request: Asked): SandboxAnswer {
  const calls = scriptedCalls(request);
  if (calls.length > 0) return callTools(calls, request);
  const said = toPieces(acknowledge(request) + say(model, request));
  const wanted = model.tokens === null ? said : repeatTo(model.tokens, said);
  const pieces = takeTokens(wanted, request.maxTokens);
  return { pieces, calls: [], stopReason: pieces.length < wanted.length ? "max_tokens" : "end_turn" };
}

function callTools(calls: readonly SandboxCall[], { maxTokens }: Asked): SandboxAnswer {
  const names = [...new Set(calls.map(({ name }) => name))].join(" and ");
  const pieces = takeTokens(toPieces(`Calling ${names}.`), maxTokens);
  const fits = estimateTokens(pieces.join("").length + JSON.stringify(calls).length) <= maxTokens;
  return fits ? { pieces, calls, stopReason: "tool_use" } : { pieces, calls: [], stopReason: "max_tokens" };
}

/** The sandbox cannot read files, so it lists those it was sent. JSON has no place for that. */
function acknowledge({ files = [], schema }: Asked): string {
  return files.length === 0 || schema !== null ? "" : `Files: ${files.join("; ")}.\n\n`;
}

function say(model: SandboxModel, request: Asked): string {
  const { schema } = request;
  const text = materialOf(request);
  const material = splitMaterial(request.system, text);
  if (schema !== null) return JSON.stringify(judge(schema, text) ?? fillSchema(schema, material));
  switch (model.id) {
    case "echo":
      return text;
    case "json":
      return JSON.stringify(summaryObject(material));
    case "small":
      return extract(material, smallSentences);
    case "brief":
      return extract(material, briefSentences);
  }
}

/** Repeats the pieces, separated by blank lines, up to this many tokens. */
function repeatTo(tokens: number, pieces: readonly string[]): readonly string[] {
  const unit = pieces.length === 0 ? ["..."] : pieces;
  const repeated = [...unit];
  let characters = unit.join("").length;
  while (characters < tokens * 4) {
    for (const piece of ["\n\n", ...unit]) {
      repeated.push(piece);
      characters += piece.length;
    }
  }
  return takeTokens(repeated, tokens);
}
