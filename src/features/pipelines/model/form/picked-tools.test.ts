import { expect, it } from "vitest";
import { type ListedTool, withPicked } from "./picked-tools.ts";

const listed = (name: string, pin: string): ListedTool => ({
  name,
  description: `Does ${name}.`,
  inputSchema: { type: "object" },
  pin,
  saysItOnlyReads: true,
});
const server = { url: "https://mcp.example/mcp", headers: { Authorization: "Bearer {{ secrets.T }}" } };

it("adds what was picked, under names that a model can call and that are free", () => {
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

it("puts a new pin in the place of the old one, and keeps what its author wrote beside", () => {
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
