import { expect, it } from "vitest";
import { toolSchema } from "#core/nodes/tools/agent-tools.ts";
import { headersIn, type ListedTool, withPicked } from "./picked-tools.ts";
import { fieldsFault, withPipeline } from "./pipeline-tools.ts";

const listed = (name: string, pin: string): ListedTool => ({
  name,
  description: `Does ${name}.`,
  inputSchema: { type: "object" },
  pin,
  saysItOnlyReads: true,
});
const server = { url: "https://mcp.example/mcp", headers: { Authorization: "Bearer {{ secrets.T }}" } };

it("adds selected tools under free names that models accept", () => {
  const http = { kind: "http", name: "a_b" };
  const picked = [
    { tool: listed("a.b", "1"), effect: "read" as const },
    { tool: listed("7up", "2"), effect: "write" as const },
  ];
  expect(withPicked([http], server, picked)).toEqual([
    http,
    {
      kind: "mcp",
      name: "a_b_2",
      tool: "a.b",
      description: "Does a.b.",
      effect: "read",
      input: { type: "object" },
      ...server,
      pin: "1",
    },
    expect.objectContaining({ name: "up", tool: "7up", effect: "write", pin: "2" }),
  ]);
});

it("replaces an old pin, and keeps the author's settings", () => {
  const before = withPicked(undefined, server, [{ tool: listed("look", "1"), effect: "read" }]);
  const written = before.map((tool) => ({
    ...(tool as object),
    name: "find",
    tool: "look",
    approve: "always",
  }));
  const after = withPicked(written, server, [{ tool: listed("look", "2"), effect: "write" }]);
  expect(after).toEqual([
    expect.objectContaining({ name: "find", tool: "look", approve: "always", pin: "2", effect: "write" }),
  ]);
});

it("adds a pipeline as a tool, under a free name", () => {
  const written = {
    pipeline: " look-up ",
    description: "Looks.",
    fields: "customer, , question, customer",
    acts: false,
  };
  const [first, second] = withPipeline([{ name: "look-up" }], written);
  expect(first).toEqual({ name: "look-up" });
  expect(toolSchema.parse(second)).toEqual({
    kind: "pipeline",
    name: "look-up_2",
    description: "Looks.",
    effect: "read",
    pipeline: "look-up",
    input: {
      type: "object",
      properties: { customer: { type: "string" }, question: { type: "string" } },
      required: ["customer", "question"],
    },
  });
  const [only] = withPipeline(undefined, { ...written, fields: "", acts: true });
  expect(only).toMatchObject({ name: "look-up", effect: "write", input: { type: "object" } });
});

it("parses a server's headers, one per line", () => {
  const text = "Authorization: Bearer {{ secrets.TOKEN }}\n\n  X-Team :  a: b \n";
  expect(headersIn(text)).toEqual({
    ok: true,
    headers: { Authorization: "Bearer {{ secrets.TOKEN }}", "X-Team": "a: b" },
  });
  expect(headersIn("")).toEqual({ ok: true, headers: {} });
  const fault = (text: string) => (headersIn(text) as { readonly fault?: string }).fault;
  expect(fault("A: b\nno header")).toContain('"no header" cannot be read');
  expect(fault("Two words: b")).toContain('"Two words: b" cannot be read');
  expect(fault("Empty:")).toContain('"Empty:" cannot be read');
  expect(fault("X-Key: a\nx-key: b")).toBe("x-key is written twice: write it once.");
});

it("says which input name is invalid", () => {
  expect(fieldsFault("customer, , question_2")).toBeNull();
  expect(fieldsFault("")).toBeNull();
  expect(fieldsFault("customer, its number")).toMatch(/^"its number" must start with a letter and hold only/);
  expect(fieldsFault("constructor")).toMatch(/^"constructor" is a reserved word/);
});
