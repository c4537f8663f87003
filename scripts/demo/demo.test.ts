import { describe, expect, it } from "vitest";
import type { RunEvent } from "#core/events/run-event.ts";
import { pipelineDefinitionSchema } from "#core/pipeline/definition.ts";
import { smallestModel } from "./choose-model.ts";
import { formatCost, formatDuration, formatTable, formatTokens } from "./figures.ts";
import { createLineCutter } from "./lines.ts";
import { createRunPrinter } from "./print-run.ts";
import { createScreen } from "./screen.ts";

describe("the demo's lines", () => {
  it("are complete, however the text was cut, and fit the width", () => {
    const text = "A contract binds those who sign it.\n\n- It names what they owe\n- and when.";
    for (let size = 1; size <= text.length; size += 1) {
      const cutter = createLineCutter(20);
      const lines: string[] = [];
      for (let at = 0; at < text.length; at += size) lines.push(...cutter.take(text.slice(at, at + size)));
      lines.push(...cutter.end());
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(20);
      expect(lines.join(" ").replace(/\s+/g, " ")).toBe(text.replace(/\s+/g, " "));
      expect(lines).toContain("- and when.");
    }
  });

  it("break a word that is wider than a line", () => {
    const cutter = createLineCutter(5);
    expect([...cutter.take("abcdefghijkl\n"), ...cutter.end()]).toEqual(["abcde", "fghij", "kl"]);
  });
});

describe("the demo's print of a run", () => {
  const definition = pipelineDefinitionSchema.parse({
    name: "Two sides",
    nodes: [
      { id: "a", type: "agent", name: "Pro", config: { model: "sandbox/brief", task: "for" } },
      { id: "b", type: "agent", name: "Contra", config: { model: "sandbox/brief", task: "against" } },
    ],
  });
  const at = { attempt: 1, atMs: 0 };
  const events: readonly RunEvent[] = [
    { type: "run.started", seq: 1, atMs: 0 },
    { type: "node.started", nodeId: "a", ...at, seq: 2 },
    { type: "node.started", nodeId: "b", ...at, seq: 3 },
    { type: "node.delta", nodeId: "a", text: "It is ch", ...at, seq: 4 },
    { type: "node.delta", nodeId: "b", text: "It is s", ...at, seq: 5 },
    { type: "node.delta", nodeId: "a", text: "eap.\nAnd good.", ...at, seq: 6 },
    { type: "node.delta", nodeId: "b", text: "low.\n", ...at, seq: 7 },
    { type: "node.completed", nodeId: "a", atMs: 0, seq: 8 },
    { type: "node.skipped", nodeId: "b", atMs: 0, seq: 9 },
  ];

  it("keeps parallel branches apart, line by line", () => {
    let printed = "";
    const printer = createRunPrinter(definition, createScreen({ write: (text) => (printed += text) }));
    for (const event of events) printer.take(event);
    expect(printed.split("\n")).toEqual([
      "Pro    │ ▸ started",
      "Contra │ ▸ started",
      "Pro    │ It is cheap.",
      "Contra │ It is slow.",
      "Pro    │ And good.",
      "Pro    │ ✓ completed",
      "Contra │ ○ skipped",
      "",
    ]);
  });

  it("shows every token immediately on a terminal, below the complete lines", () => {
    const writes: string[] = [];
    const screen = createScreen({ isTTY: true, columns: 80, write: (text) => writes.push(text) });
    const printer = createRunPrinter(definition, screen);
    for (const event of events.slice(0, 6)) printer.take(event);
    expect(writes.at(-1)).toBe(
      "\x1b[2A\r\x1b[JPro    │ It is cheap.\nPro    │ And good.\nContra │ It is s\n",
    );
  });
});

describe("the demo's figures", () => {
  it("show money with its currency, play money as such, and the unknown as unknown", () => {
    expect(formatCost(15_960, true)).toBe("$0.0160 sandbox");
    expect(formatCost(2_345_678, false)).toBe("$2.35");
    expect(formatCost(null, false)).toBe("unknown");
  });

  it("show tokens, times and columns legibly", () => {
    expect(formatTokens(12480)).toBe("12,480");
    expect([1_234, 59_999, 184_000].map(formatDuration)).toEqual(["1.2 s", "60.0 s", "3 m 04 s"]);
    expect(
      formatTable(
        [
          ["Node", "Cost"],
          ["Brief", "$1"],
        ],
        new Set([1]),
      ),
    ).toEqual(["Node   Cost", "Brief    $1"]);
  });
});

describe("the demo's choice of a model", () => {
  const model = (ref: string, lifecycle = "active") => ({
    ref,
    provider: ref.split("/")[0] ?? "",
    lifecycle,
  });

  it("takes the newest small model that is not being retired, else the vendor's first", () => {
    const list = [
      model("anthropic/claude-opus-6"),
      model("anthropic/claude-haiku-6", "deprecated"),
      model("anthropic/claude-haiku-5-5"),
      model("sandbox/brief"),
    ];
    expect(smallestModel(list)).toBe("anthropic/claude-haiku-5-5");
    expect(smallestModel(list.slice(0, 2))).toBe("anthropic/claude-opus-6");
    expect(smallestModel([model("sandbox/brief")])).toBeNull();
  });
});
