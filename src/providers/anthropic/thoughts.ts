import type { JsonObject } from "#core/json/json.ts";
import type { ModelEvent } from "#engine/ports.ts";
import type { ContentBlock, ContentDelta } from "./wire-event.ts";

/** The thinking blocks being received, by their index in the answer. Null where no later turn will need them. */
export type Thoughts = { readonly [index: number]: JsonObject } | null;

/** Only a conversation with tools continues after thinking, and the vendor then requires the blocks back unchanged. */
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

/** Ends the thinking block at this index, if there is one. */
export function endThought(
  thoughts: Thoughts,
  index: number,
): { readonly thoughts: Thoughts; readonly events: readonly ModelEvent[] } {
  const block = thoughts?.[index];
  if (thoughts === null || block === undefined) return { thoughts, events: [] };
  const { [index]: _ended, ...open } = thoughts;
  return { thoughts: open, events: [{ type: "thought", block }] };
}
