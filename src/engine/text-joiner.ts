import { normalizeText } from "#core/json/normalize-text.ts";

/** Normalises text that arrives in pieces. */
export interface TextJoiner {
  /** What can be passed on now: the piece, normalised, without half a character at its end. */
  push(piece: string): string;
  /** The half character that was still waiting for its other half, normalised; usually empty. */
  end(): string;
}

/** A piece may end in the middle of a character, whose two halves must not be taken for broken ones. */
export function createTextJoiner(): TextJoiner {
  let held = "";
  return {
    push(piece) {
      const text = held + piece;
      held = /[\ud800-\udbff]$/.exec(text)?.[0] ?? "";
      return normalizeText(held === "" ? text : text.slice(0, -1));
    },
    end() {
      const rest = normalizeText(held);
      held = "";
      return rest;
    },
  };
}
