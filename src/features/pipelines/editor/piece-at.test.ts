import { describe, expect, it } from "vitest";
import { pieceAt } from "./piece-at.ts";

const pieceOf = (line: string, from: string) => {
  const column = line.indexOf(from);
  return line.slice(column, column + pieceAt(line, column));
};

describe("pieceAt", () => {
  it("is only the value inside brackets, not what follows", () => {
    const line = '  - { id: ask, type: agent, config: { model: sandbox/nothing, task: "Say, well" } }';
    expect(pieceOf(line, "sandbox/nothing")).toBe("sandbox/nothing");
    expect(pieceOf(line, "ask")).toBe("ask");
    expect(pieceOf(line, '"Say')).toBe('"Say, well"');
    expect(pieceOf("edges: [a, b]", "b")).toBe("b");
  });

  it("is the whole value elsewhere, without its comment", () => {
    expect(pieceOf("    model: sandbox/nothing   # which?", "sandbox")).toBe("sandbox/nothing");
    expect(pieceOf("    task: Say this, then that", "Say")).toBe("Say this, then that");
    expect(pieceOf("    task: 'it''s {open' # no", "'it")).toBe("'it''s {open'");
    expect(pieceOf('    task: "not closed', '"not')).toBe('"not closed');
  });

  it("is a key at a key, and a whole list or object", () => {
    expect(pieceOf("    modle: sandbox/brief", "modle")).toBe("modle");
    expect(pieceOf("{ id: a, colour: red }", "colour")).toBe("colour");
    expect(pieceOf("    config: { model: a }", "{ model")).toBe("{ model: a }");
  });
});
