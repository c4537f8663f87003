import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { PersonalStorage } from "#features/shell/index.ts";

/** Outputs that somebody has given nodes to try others with, by node; of the trigger, the input of the run. */
export type Pins = JsonObject;

/** A browser keeps a few megabytes for everything. */
const mostPinnedCharacters = 200_000;
const nameOf = (pipelineId: string) => `pins.${pipelineId}`;

/** What is pinned of a pipeline, by this person in this browser. */
export function readPins(memory: PersonalStorage, pipelineId: string): Pins {
  try {
    const value = JSON.parse(memory.read(nameOf(pipelineId)) ?? "{}") as Json;
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** Keeps them; false where they are more than is kept. */
export function writePins(memory: PersonalStorage, pipelineId: string, pins: Pins): boolean {
  const text = JSON.stringify(pins);
  if (text.length > mostPinnedCharacters) return false;
  if (Object.keys(pins).length === 0) memory.remove(nameOf(pipelineId));
  else memory.write(nameOf(pipelineId), text);
  return true;
}
