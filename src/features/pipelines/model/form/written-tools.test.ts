import { expect, it } from "vitest";
import { toolSchema } from "#core/nodes/tools/agent-tools.ts";
import { toolFields, toolWords, withRequest, writtenTools } from "./written-tools.ts";

it("adds a request with empty required fields", () => {
  const tools = withRequest(withRequest([]));
  expect(tools.map(({ name }) => name)).toEqual(["request", "request_2"]);
  const read = toolSchema.safeParse(tools[0]);
  expect(read.error?.issues.map(({ path }) => path.join("."))).toEqual(["description", "url"]);
});

it("has the fields of each kind of tool", () => {
  expect(toolFields("http").map(({ name }) => name)).toContain("url");
  expect(toolFields("pipeline").map(({ name }) => name)).toContain("pipeline");
  expect(toolFields("mcp").map(({ name }) => name)).toContain("pin");
  expect(toolFields("carrier pigeon")).toEqual([]);
  expect(toolFields(undefined)).toEqual([]);
});

it("leaves anything but a list of tools to the text", () => {
  expect(writtenTools(undefined)).toEqual([]);
  expect(writtenTools("look")).toBeNull();
  expect(writtenTools(["look"])).toBeNull();
});

it("summarizes a tool", () => {
  expect(toolWords({ kind: "http", effect: "write" })).toBe("request, acts on the outside world");
  expect(toolWords({ kind: "toString" })).toBe("of an unknown kind");
});
