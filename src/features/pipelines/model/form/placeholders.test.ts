import { expect, it } from "vitest";
import { piecesOf, withOpening } from "./placeholders.ts";

it("splits a template without losing anything", () => {
  const text = "Sum up {{ input.text }} for {{ variables.reader }}{{ nodes.a.output }}.\n{{ open";
  const pieces = piecesOf(text);
  expect(pieces.map((piece) => piece.text).join("")).toBe(text);
  expect(pieces.filter(({ isPlaceholder }) => isPlaceholder).map((piece) => piece.text)).toEqual([
    "{{ input.text }}",
    "{{ variables.reader }}",
    "{{ nodes.a.output }}",
  ]);
});

it("has no parts for an empty template", () => {
  expect(piecesOf("")).toEqual([]);
});

it("opens a placeholder at the cursor, replacing the selection", () => {
  expect(withOpening("Dear customer,", 5, 13)).toEqual({ text: "Dear {{  }},", cursor: 8 });
});

it("continues in the placeholder at the cursor", () => {
  expect(withOpening("Dear {{ na }},", 10, 10)).toEqual({ text: "Dear {{ na }},", cursor: 10 });
});
