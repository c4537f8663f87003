import { AppError } from "#core/errors.ts";
import type { Json } from "#core/json/json.ts";
import type { ModelEvent } from "#engine/ports.ts";

/** The most tool input that is kept, over all calls of an answer. */
const maxToolCharacters = 262_144;

interface OpenTool {
  readonly id: string;
  readonly name: string;
  readonly json: string;
}

/** Tool calls that an answer is still writing, by their index in it. */
export interface ToolCalls {
  readonly open: { readonly [index: number]: OpenTool };
  /** Length of everything kept. */
  readonly characters: number;
}

export const noToolCalls: ToolCalls = { open: {}, characters: 0 };

/** @throws AppError OUTPUT_TOO_LARGE. */
export function beginTool(calls: ToolCalls, index: number, id: string, name: string): ToolCalls {
  const counted = keep(calls, id.length + name.length);
  return { ...counted, open: { ...calls.open, [index]: { id, name, json: "" } } };
}

/** Adds a piece of a tool's input. A piece of a call that never began is counted but not kept. */
export function addToolInput(calls: ToolCalls, index: number, piece: string): ToolCalls {
  const counted = keep(calls, piece.length);
  const tool = calls.open[index];
  if (tool === undefined) return counted;
  return { ...counted, open: { ...calls.open, [index]: { ...tool, json: tool.json + piece } } };
}

/** Ends one call. @throws AppError PROVIDER_PROTOCOL where its input is not JSON. */
export function endTool(
  calls: ToolCalls,
  index: number,
): { readonly calls: ToolCalls; readonly events: readonly ModelEvent[] } {
  const tool = calls.open[index];
  if (tool === undefined) return { calls, events: [] };
  const { [index]: _ended, ...open } = calls.open;
  const { id, name } = tool;
  return {
    calls: { ...calls, open },
    events: [{ type: "tool-call", id, name, input: parseInput(tool) }],
  };
}

function keep(calls: ToolCalls, characters: number): ToolCalls {
  const total = calls.characters + characters;
  if (total <= maxToolCharacters) return { ...calls, characters: total };
  throw new AppError(
    "OUTPUT_TOO_LARGE",
    `The model called tools with more than ${maxToolCharacters} characters of input.`,
  );
}

function parseInput({ json }: OpenTool): Json {
  try {
    return json === "" ? {} : (JSON.parse(json) as Json);
  } catch {
    throw new AppError(
      "PROVIDER_PROTOCOL",
      "The model called a tool with input that is not JSON. Trying again may help.",
    );
  }
}
