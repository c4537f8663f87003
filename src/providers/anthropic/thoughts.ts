import type { JsonObject } from "#core/json/json.ts";
import type { ModelEvent } from "#engine/ports.ts";
import type { ContentBlock, ContentDelta } from "./wire-event.ts";

/** What a model thinks, by its place in the answer, while it is said; null where nobody will ask for it again. */
export type Thoughts = { readonly [index: number]: JsonObject } | null;

/** Only a conversation with tools continues after its thoughts: there the vendor wants them back as they were. */
export function thoughtsOf(offersTools: boolean): Thoughts {
  return offersTools ? {} : null;
}

export function beginThought(thoughts: Thoughts, index: number, block: ContentBlock): Thoughts {
  if (thoughts === null) return null;
  const begun: JsonObject =
    block.type === "redacted_thinking"
      ? { type: block.type, data: block.data ?? "" }
      : { type: block.type, thinking: "", signature: "" };
  return { ...thoughts, [index]: begun };
}

export function addToThought(
  thoughts: Thoughts,
  index: number,
  { thinking = "", signature = "" }: ContentDelta,
): Thoughts {
  const open = thoughts?.[index];
  if (open?.type !== "thinking") return thoughts;
  return {
    ...thoughts,
    [index]: { ...open, thinking: `${open.thinking}${thinking}`, signature: `${open.signature}${signature}` },
  };
}

/** Ends one thought, if there is one in this place. */
export function endThought(
  thoughts: Thoughts,
  index: number,
): { readonly thoughts: Thoughts; readonly events: readonly ModelEvent[] } {
  const block = thoughts?.[index];
  if (thoughts === null || block === undefined) return { thoughts, events: [] };
  const { [index]: _ended, ...open } = thoughts;
  return { thoughts: open, events: [{ type: "thought", block }] };
}
