import { expect, it } from "vitest";
import { nodeWords, nodeWordsFirst, undoIdOf } from "./undo-of.ts";

it("calls a node by its id, and an undo by the node that it undoes", () => {
  expect(`Stopped in ${nodeWords("book")}.`).toBe('Stopped in node "book".');
  expect(`${nodeWordsFirst(undoIdOf("book"))} failed.`).toBe('The undo of node "book" failed.');
});
