import { jsonObjectSchema } from "#core/json/json.ts";
import type { Asked, SandboxCall, SandboxTool } from "./asked.ts";
import { fillSchema } from "./fill-schema.ts";
import { splitMaterial } from "./material.ts";

const scriptLine = /^@(?<turn>\d{1,3}) (?<name>[\w-]+)(?: (?<input>\{.*\}))?$/gm;

/**
 * The tools that this turn calls. A prompt scripts them with lines such as `@1 search {"q": "tides"}`: the turn, the
 * tool, and its input (optional; default: one that matches its schema). Without a script, the first turn calls each
 * tool that the prompt mentions once. Only offered tools are called.
 */
export function scriptedCalls({ text, system, conversation }: Asked): readonly SandboxCall[] {
  if (conversation === undefined || conversation.tools.length === 0) return [];
  const { tools, turn } = conversation;
  const script = [...text.matchAll(scriptLine)].flatMap(({ groups }) =>
    groups === undefined ? [] : [groups],
  );
  const material = splitMaterial(system, withoutScript(text));
  const call = (
    tool: SandboxTool,
    index: number,
    input = fillSchema(tool.schema, material),
  ): SandboxCall => ({
    id: `call_${turn}_${index + 1}`,
    name: tool.name,
    input,
  });
  if (script.length === 0)
    return turn === 1
      ? tools.filter(mentionedIn(`${system}\n${text}`)).map((tool, index) => call(tool, index))
      : [];
  return script
    .filter((line) => Number(line.turn) === turn)
    .flatMap(({ name, input }, index) => {
      const tool = tools.find((offered) => offered.name === name);
      return tool === undefined
        ? []
        : [call(tool, index, input === undefined ? undefined : readInput(input))];
    });
}

/** The prompt without its script, plus the tool results: what the model answers from. */
export function materialOf({ text, conversation }: Asked): string {
  if (conversation === undefined || conversation.tools.length === 0) return text;
  return [withoutScript(text).trim(), ...conversation.results].filter((part) => part !== "").join("\n\n");
}

function withoutScript(text: string): string {
  return text.replace(scriptLine, "");
}

function mentionedIn(text: string): (tool: SandboxTool) => boolean {
  const words = new Set(text.match(/[\w-]+/g));
  return ({ name }) => words.has(name);
}

/** Invalid JSON is sent unchanged: the client must cope with it. */
function readInput(text: string) {
  try {
    return jsonObjectSchema.parse(JSON.parse(text));
  } catch {
    return { text };
  }
}
