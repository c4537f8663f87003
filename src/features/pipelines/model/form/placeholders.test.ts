import { expect, it } from "vitest";
import { piecesOf, withOpening } from "./placeholders.ts";

it("takes a template apart, and loses nothing of it", () => {
  const text = "Sum up {{ input.text }} for {{ variables.reader }}{{ nodes.a.output }}.\n{{ open";
  const pieces = piecesOf(text);
  expect(pieces.map((piece) => piece.text).join("")).toBe(text);
  expect(pieces.filter(({ isPlaceholder }) => isPlaceholder).map((piece) => piece.text)).toEqual([
    "{{ input.text }}",
    "{{ variables.reader }}",
    "{{ nodes.a.output }}",
  ]);
});

it("has nothing of an empty template", () => {
  expect(piecesOf("")).toEqual([]);
});

it("opens a placeholder at the cursor, in place of what is chosen", () => {
  expect(withOpening("Dear customer,", 5, 13)).toEqual({ text: "Dear {{  }},", cursor: 8 });
});

it("goes on in the placeholder that the cursor stands in", () => {
  expect(withOpening("Dear {{ na }},", 10, 10)).toEqual({ text: "Dear {{ na }},", cursor: 10 });
});
