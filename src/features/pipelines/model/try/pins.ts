import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { PersonalStorage } from "#features/shell/index.ts";

/** Pinned outputs for trying other nodes, by node id; for the trigger, the run's input. */
export type Pins = JsonObject;

/** A browser stores only a few megabytes in total. */
const mostPinnedCharacters = 200_000;
const nameOf = (pipelineId: string) => `pins.${pipelineId}`;

/** A pipeline's pins of this person in this browser. */
export function readPins(memory: PersonalStorage, pipelineId: string): Pins {
  try {
    const value = JSON.parse(memory.read(nameOf(pipelineId)) ?? "{}") as Json;
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** Stores them; returns false if they are too large. */
export function writePins(memory: PersonalStorage, pipelineId: string, pins: Pins): boolean {
  const text = JSON.stringify(pins);
  if (text.length > mostPinnedCharacters) return false;
  if (Object.keys(pins).length === 0) memory.remove(nameOf(pipelineId));
  else memory.write(nameOf(pipelineId), text);
  return true;
}
