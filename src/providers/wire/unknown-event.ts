import type { ModelEvent } from "#engine/ports.ts";

/** Keeps only the name, which is enough to investigate; the data may have any size. */
export function unknownEvent(name: string): ModelEvent {
  return { type: "unknown", name: name.slice(0, 100) };
}
