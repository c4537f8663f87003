import { describe, expect, it } from "vitest";
import type { JsonObject } from "#core/json/json.ts";
import { nodeTypeNames } from "#core/nodes/registry.ts";
import { newNode } from "../new-node.ts";
import { commonFields, configForm, labelOf } from "./form-fields.ts";

const field = (type: string, name: string, config = {}) =>
  configForm(type, config).fields.find((one) => one.name === name);

describe("the form of a node", () => {
  it("knows templates, units and defaults", () => {
    expect(field("agent", "task")).toMatchObject({
      label: "Task",
      isRequired: true,
      kind: { kind: "text", format: "template", isLong: true },
    });
    expect(field("agent", "maxTokens")).toMatchObject({
      label: "Max tokens",
      unit: "tokens",
      kind: { kind: "number", isWhole: true },
    });
    expect(field("delay", "seconds")).toMatchObject({
      unit: "seconds",
      kind: { kind: "number", isWhole: false },
    });
    expect(field("condition", "condition")).toMatchObject({
      kind: { kind: "text", format: "expression" },
    });
    expect(field("action", "content", { action: "artifact.save" })).toMatchObject({ usual: "{{ input }}" });
    expect(field("transform", "value")).toMatchObject({ kind: { kind: "mapping", format: "expression" } });
  });

  it("asks for lists of plain values item by item", () => {
    const wait = { for: "approval" };
    expect(field("wait", "choices", wait)).toMatchObject({ kind: { kind: "list", options: null } });
    expect(field("wait", "who", wait)?.kind).toMatchObject({
      kind: "group",
      fields: [
        { name: "roles", kind: { kind: "list", options: ["owner", "admin", "editor"] } },
        { name: "members", kind: { kind: "list", hasNumbers: false } },
      ],
    });
    expect(field("action", "okStatuses", { action: "http.request" })).toMatchObject({
      kind: { kind: "list", hasNumbers: true, mayBeOne: false },
    });
    expect(field("agent", "fallbackModel")).toMatchObject({ kind: { kind: "list", mayBeOne: true } });
  });

  it("omits deprecated fields", () => expect(field("agent", "temperature")).toBeUndefined());

  it("has the fields of the selected action", () => {
    const form = configForm("action", { action: "http.request" });
    expect(form.decidedBy).toEqual({
      name: "action",
      options: ["http.request", "event.send", "artifact.save", "log", "noop"],
    });
    expect(field("action", "method", { action: "http.request" })).toMatchObject({
      kind: { kind: "choice" },
      usual: "GET",
    });
    expect(field("action", "headers", { action: "http.request" })).toMatchObject({
      kind: { kind: "pairs", format: "template" },
    });
    expect(field("action", "name", { action: "event.send" })).toMatchObject({ kind: { kind: "text" } });
    expect(field("action", "data", { action: "event.send" })).toMatchObject({ usual: "{{ input }}" });
    expect(configForm("action", {}).fields).toEqual([]);
  });

  it("offers no call fields to a node with a body, and no body to a call", () => {
    const names = (config: JsonObject) => configForm("loop", config).fields.map(({ name }) => name);
    const ofCall = ["pipeline", "version", "variables"];
    expect(names({ until: "true", maxPasses: 3 })).toEqual(expect.arrayContaining(["body", ...ofCall]));
    expect(names({ body: {} }).filter((name) => ofCall.includes(name))).toEqual([]);
    expect(names({ body: {}, version: 2 })).toContain("version");
    const calling = names({ pipeline: "triage" });
    expect(calling).toEqual(expect.arrayContaining(ofCall));
    expect(calling).not.toContain("body");
  });

  it.each(nodeTypeNames)("asks for everything that the type %s requires", (type) => {
    const { decidedBy, fields } = configForm(type, newNode(type).config);
    expect(fields.length > 0 || decidedBy !== null || ["trigger", "parallel"].includes(type)).toBe(true);
  });

  it("has the fields of every node", () => {
    expect(commonFields().map(({ name }) => name)).toEqual(
      expect.arrayContaining(["input", "output", "timeoutMs", "retry", "onError", "limits"]),
    );
    expect(commonFields().find(({ name }) => name === "timeoutMs")).toMatchObject({
      label: "Timeout",
      unit: "ms",
    });
    expect(labelOf("costMicros")).toEqual({ label: "Cost", unit: "millionths of a dollar" });
  });
});
