import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMarkdownBlockReader } from "./markdown-blocks.ts";

const read = (text: string) => createMarkdownBlockReader().read(text);

describe("createMarkdownBlockReader", () => {
  it("closes a paragraph when the next one has begun", () => {
    expect(read("One.\n\nTwo.\n")).toEqual({ closed: ["One.\n\n"], open: "Two.\n" });
  });

  it("leaves the last line open, since it may still change", () => {
    expect(read("One.\n\n#")).toEqual({ closed: [], open: "One.\n\n#" });
  });

  it("keeps the items of a list together, with blank lines between them", () => {
    const list = "1. one\n\n2. two\n\n   more of two\n\n3. three\n\n";
    expect(read(`${list}After.\n`)).toEqual({ closed: [list], open: "After.\n" });
  });

  it("keeps fenced code whole", () => {
    const code = "```ts\nconst a = 1;\n\n~~~\n\nconst b = 2;\n```\n\n";
    expect(read(`${code}After.\n`)).toEqual({ closed: [code], open: "After.\n" });
  });

  it("closes a very long block at a line break", () => {
    const line = `- ${"x".repeat(98)}\n`;
    const { closed, open } = read(line.repeat(100));
    expect(closed).toHaveLength(1);
    expect(open.length).toBeLessThan(7_000);
  });

  it("keeps closed blocks unchanged while the text grows, and gives the same blocks as for the whole text", () => {
    const piece = fc.constantFrom("word ", "\n", "\n\n", "- item", "```", "    ", "1. ", "# Title");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const reader = createMarkdownBlockReader();
        let text = "";
        let before = reader.read(text);
        for (const next of pieces) {
          text += next;
          const now = reader.read(text);
          expect(now.closed.slice(0, before.closed.length)).toEqual(before.closed);
          expect(now.closed.join("") + now.open).toBe(text);
          before = now;
        }
        expect(before).toEqual(read(text));
      }),
    );
  });

  it("starts again when another text replaces the first", () => {
    const reader = createMarkdownBlockReader();
    reader.read("One.\n\nTwo.\n");
    expect(reader.read("Other.\n\nText.\n")).toEqual({ closed: ["Other.\n\n"], open: "Text.\n" });
  });
});
