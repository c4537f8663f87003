import type { ModelEvent } from "#engine/ports.ts";

/** Its name tells what to look for; its data may be of any size, and nobody would read it. */
export function unknownEvent(name: string): ModelEvent {
  return { type: "unknown", name: name.slice(0, 100) };
}
