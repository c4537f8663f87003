import { expect, it } from "vitest";
import { stopWords } from "./stop-words.ts";

it.each([
  ["max_tokens", 1_024, "Cut at 1,024 tokens"],
  ["max_tokens", null, "Cut at maxTokens"],
  ["a_reason_of_2030", 9, "Stopped: a reason of 2030"],
  ["end_turn", 9, null],
  [null, 9, null],
  [undefined, null, null],
  ["until", null, null],
  ["max_passes", null, "Stopped after all its passes"],
])("what stopped with %s after %s tokens is marked: %s", (stop, tokens, words) => {
  expect(stopWords(stop, tokens)).toBe(words);
});
