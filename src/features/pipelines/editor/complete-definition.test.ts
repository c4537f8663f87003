import { type Completion, CompletionContext } from "@codemirror/autocomplete";
import { EditorState } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { numberType, objectType, textType } from "#core/expression/types/static-type.ts";
import type { KnownNames } from "../model/known-names.ts";
import { completeDefinition } from "./complete-definition.ts";

const rated = objectType(
  [
    ["score", numberType],
    ["by", objectType([["name", textType]], false)],
  ],
  false,
);
const names: KnownNames = {
  nodes: [
    { id: "start", name: "Start", labels: [], depth: 0, output: { kind: "list", of: rated } },
    { id: "kind", name: "Kind?", labels: ["urgent", "else"], depth: 0 },
    { id: "inner", name: "Inner", labels: [], depth: 1 },
  ],
  variables: ["topic"],
  secrets: ["API_TOKEN"],
  pipelines: [{ slug: "review-triage", name: "Review triage" }],
  agents: [{ key: "writer", name: "Writer" }],
  models: [{ ref: "sandbox/brief", displayName: "Brief" }],
};

/** The suggestions at the bar. */
function offered(marked: string): readonly string[] {
  return optionsAt(marked).map(({ label }) => label);
}

function optionsAt(marked: string): readonly Completion[] {
  const pos = marked.indexOf("|");
  const state = EditorState.create({ doc: marked.replace("|", "") });
  const result = completeDefinition(() => names)(new CompletionContext(state, pos, true));
  return result?.options ?? [];
}

/** The help text of a field that is suggested at the bar. */
function said(marked: string, name: string) {
  return optionsAt(marked).find(({ label }) => label === name)?.info;
}

describe("completeDefinition", () => {
  it("suggests fields that are not set yet", () => {
    expect(offered("name: A\n|")).toEqual([
      "description",
      "variables",
      "settings",
      "nodes",
      "edges",
      "triggers",
      "notes",
      "groups",
    ]);
    expect(offered("settings:\n  maxRetriesPerNode: 1\n  |")).toEqual([
      "timeoutSeconds",
      "retryBackoffBase",
      "retryBackoffMax",
      "onFailure",
    ]);
  });

  it("suggests the known fields of a node's output, at each path in it", () => {
    const at = (text: string) => offered(`nodes:\n  - id: a\n    input: ${text}|`).slice(0, 2);
    expect(at("nodes.start.output[0].")).toEqual(["score", "by"]);
    expect(at("nodes.start.output[0].by.")[0]).toBe("name");
    expect(at("nodes.start.output[0].score.")).not.toContain("name");
    expect(at("nodes.start.output.")).not.toContain("score");
  });

  it("suggests the config of the node's type and of its action", () => {
    const agent = offered("nodes:\n  - id: a\n    type: agent\n    config:\n      |");
    expect(agent).toEqual(expect.arrayContaining(["task", "effort"]));
    expect(agent).not.toContain("seconds");
    // Few models accept one.
    expect(agent).not.toContain("temperature");
    const save = offered(
      "nodes:\n  - id: a\n    type: action\n    config:\n      action: artifact.save\n      |",
    );
    expect(save).toEqual(["name", "mediaType", "content", "undo"]);
    const http = "nodes:\n  - id: a\n    type: action\n    config:\n      action: http.request\n      ";
    expect(offered(`${http}|`)).toEqual([
      "method",
      "url",
      "path",
      "query",
      "headers",
      "body",
      "sign",
      "okStatuses",
      "parse",
      "undo",
    ]);
    expect(offered(`${http}parse: |`)).toEqual(["auto", "json", "text"]);
  });

  it("shows the help texts of the form", () => {
    const node = "nodes:\n  - id: a\n    type: ";
    expect(said("settings:\n  |", "timeoutSeconds")).toBe(
      "A run that takes longer ends. Waiting does not count.",
    );
    expect(said("variables:\n  tone:\n    |", "description")).toBe("Shown to people who start a run.");
    expect(said(`${node}delay\n    |`, "timeoutMs")).toBe("A try that takes longer fails.");
    expect(said(`${node}delay\n    retry:\n      |`, "maxRetries")).toMatch(/failed try/);
    expect(said(`${node}agent\n    config:\n      |`, "maxTokens")).toMatch(/longest answer/);
    expect(said(`${node}agent\n    config:\n      approval:\n        |`, "deadlineSeconds")).toMatch(
      /decision/,
    );
    expect(said(`${node}action\n    config:\n      action: log\n      |`, "message")).toMatch(
      /line in the log/,
    );
    expect(said(`${node}action\n    config: { action: log, |`, "message")).toMatch(/line in the log/);
    const body = `${node}map\n    config:\n      body:\n        nodes:\n          - id: b\n            type: delay\n`;
    expect(said(`${body}            config:\n              |`, "seconds")).toMatch(/waits here/);
    const tool = `${node}agent\n    config:\n      tools:\n        - kind: http\n          |`;
    expect(said(tool, "url")).toMatch(/encoded/);
    expect(said("triggers:\n  - id: a\n    kind: schedule\n    |", "cron")).toMatch(/Minute, hour/);
    expect(said("notes:\n  - id: a\n    |", "text")).toBe("What the note says.");
    expect(said("edges:\n  - id: a\n    |", "from")).toBeUndefined();
  });

  it("suggests the fields of a trigger's kind", () => {
    const trigger = "triggers:\n  - id: a\n    ";
    expect(offered(`${trigger}kind: |`)).toEqual(["schedule", "webhook", "event", "run"]);
    expect(offered(`${trigger}kind: schedule\n    |`)).toContain("cron");
    expect(offered(`${trigger}kind: schedule\n    |`)).not.toContain("scheme");
    expect(offered(`${trigger}kind: webhook\n    scheme: |`)).toContain("stripe");
    expect(offered(`${trigger}kind: schedule\n    overlap: |`)).toEqual(["skip", "queue", "allow"]);
  });

  it("suggests secrets in a request, and nowhere else", () => {
    const request = "nodes:\n  - id: a\n    type: action\n    config:\n      action: http.request\n      ";
    expect(offered(`${request}url: "{{ secrets.|"`)).toEqual(["API_TOKEN"]);
    expect(offered(`${request}headers:\n        X-Key: "{{ |"`)).toContain("secrets");
    const agent = "nodes:\n  - id: a\n    type: agent\n    config:\n      ";
    expect(offered(`${agent}task: "{{ |"`)).not.toContain("secrets");
    expect(offered(`${agent}task: "{{ secrets.|"`)).not.toContain("API_TOKEN");
  });

  it("suggests types, error handling, models, agents, targets and branches", () => {
    expect(offered("nodes:\n  - id: a\n    type: |")).toContain("condition");
    expect(offered("nodes:\n  - id: a\n    type: agent\n    onError: |")).toEqual([
      "fail",
      "continue",
      "branch",
    ]);
    expect(offered("nodes:\n  - id: a\n    type: agent\n    config:\n      model: |")).toEqual([
      "sandbox/brief",
    ]);
    expect(offered("nodes:\n  - id: a\n    type: agent\n    config:\n      agentId: w|")).toEqual(["writer"]);
    expect(offered("nodes:\n  - id: a\n    type: call\n    config:\n      pipeline: |")).toEqual([
      "review-triage",
    ]);
    expect(offered("edges:\n  - { id: e, from: s|")).toEqual(["start", "kind"]);
    expect(offered("edges:\n  - { id: e, from: kind, to: start, condition: |")).toEqual(["urgent", "else"]);
    const action = offered("nodes:\n  - id: a\n    type: action\n    config: { action: | }");
    expect(action).toEqual(["http.request", "event.send", "artifact.save", "log", "noop"]);
  });

  it("suggests parts of expressions", () => {
    const task = "nodes:\n  - id: a\n    type: agent\n    config:\n      task: |-\n        ".replace(
      "|-",
      ">",
    );
    expect(offered(`${task}Write {{ |`)).toEqual(expect.arrayContaining(["input", "nodes", "topic", "size"]));
    expect(offered(`${task}Write {{ nodes.|`)).toEqual(["start", "kind"]);
    expect(offered(`${task}Write {{ variables.t|`)).toEqual(["topic"]);
    expect(offered(`${task}Write {{ run.|`)).toEqual(["id", "startedAt"]);
    expect(
      offered("nodes:\n  - id: a\n    type: condition\n    config: { condition: input.message.|"),
    ).toContain("contains");
    expect(offered("nodes:\n  - id: a\n    type: agent\n    output: |")).toContain("output");
    expect(offered("nodes:\n  - id: a\n    type: agent\n    output:\n      short: |")).toContain("output");
    expect(offered("nodes:\n  - id: a\n    type: agent\n    input:\n      short: |")).not.toContain("output");
  });

  it("suggests them in every expression field, of any type", () => {
    const node = (type: string, config: string) =>
      offered(`nodes:\n  - id: a\n    type: ${type}\n    config:\n      ${config}`);
    expect(node("wait", "for: event\n      match: |")).toContain("variables");
    expect(node("wait", "for: time\n      until: |")).toContain("variables");
    expect(node("transform", "value:\n        any_name: |")).toContain("variables");
    expect(node("condition", "cases:\n        - label: a\n          when: |")).toContain("variables");
    expect(node("condition", "cases:\n        - label: |")).not.toContain("variables");
    expect(node("action", "action: artifact.save\n      name: |")).not.toContain("variables");
  });

  it("suggests inside a body its own fields and nodes, and the item", () => {
    const body = "nodes:\n  - id: each\n    type: call\n    config:\n      body:\n        ";
    expect(offered(`${body}|`)).toEqual(["nodes", "edges"]);
    expect(
      offered(
        `${body}nodes:\n          - id: a\n            type: agent\n            config:\n              |`,
      ),
    ).toContain("task");
    expect(offered(`${body}nodes:\n          - id: a\n            type: |`)).toContain("agent");
    expect(offered(`${body}edges:\n          - { id: e, from: i|`)).toEqual(["inner"]);
    const task = `${body}nodes:\n          - id: a\n            type: agent\n            config:\n              task: "{{ `;
    expect(offered(`${task}|`)).toContain("item");
    expect(offered(`${task}nodes.|`)).toEqual(["inner"]);
  });
});
