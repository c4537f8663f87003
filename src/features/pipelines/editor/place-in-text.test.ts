import { describe, expect, it } from "vitest";
import { placeInText } from "./place-in-text.ts";

/** The place of the bar in a text. */
function at(marked: string) {
  const offset = marked.indexOf("|");
  const before = marked.slice(0, offset).split("\n");
  const lines = (marked.slice(0, offset) + marked.slice(offset + 1)).split("\n");
  return placeInText(lines, before.length - 1, before.at(-1)?.length ?? 0);
}

const head = `name: Two
settings:
  timeoutSeconds: 3
nodes:
  - { id: start, type: trigger, name: Start }
  - id: draft
    type: agent
    config:
      model: sandbox/brief
`;

describe("placeInText", () => {
  it("knows keys at the top level, in objects and in list items", () => {
    expect(at(`name: A\nsett|`)).toMatchObject({ path: [], key: null, written: "sett" });
    expect(at(`settings:\n  max|`)).toMatchObject({ path: ["settings"], key: null, written: "max" });
    expect(at(`${head}    |`)).toMatchObject({ path: ["nodes", "*"], key: null });
    expect(at(`nodes:\n  - i|`)).toMatchObject({ path: ["nodes", "*"], key: null, written: "i" });
    expect(at(`nodes:\n- i|`)).toMatchObject({ path: ["nodes", "*"], written: "i" });
  });

  it("knows the node type of a config", () => {
    const place = at(`${head}      ta|`);
    expect(place).toMatchObject({ path: ["nodes", "*", "config"], key: null, written: "ta" });
    expect(place.parentFields.get("type")).toBe("agent");
    expect([...place.siblings.keys()]).toEqual(["model"]);
  });

  it("knows the value being typed, and its siblings", () => {
    const place = at(`${head}  - id: next\n    type: ag|`);
    expect(place).toMatchObject({ path: ["nodes", "*"], key: "type", written: "ag" });
    expect(place.siblings.get("id")).toBe("next");
    expect(at(`edges:\n  - from: st|`)).toMatchObject({ path: ["edges", "*"], key: "from", written: "st" });
  });

  it("reads objects on one line", () => {
    expect(at(`nodes:\n  - { id: a, ty| }`)).toMatchObject({
      path: ["nodes", "*"],
      key: null,
      written: "ty",
    });
    expect(at(`nodes:\n  - { id: a, type: tr| }`)).toMatchObject({ key: "type", written: "tr" });
    const config = at(`nodes:\n  - { id: a, type: delay, config: { se| } }`);
    expect(config).toMatchObject({ path: ["nodes", "*", "config"], key: null, written: "se" });
    expect(config.parentFields.get("type")).toBe("delay");
    const block = at(`nodes:\n  - id: a\n    type: action\n    config: { action: http.|`);
    expect(block).toMatchObject({ path: ["nodes", "*", "config"], key: "action", written: "http." });
    expect(block.parentFields.get("type")).toBe("action");
  });

  it("does not take a placeholder for an object", () => {
    expect(at(`nodes:\n  - id: a\n    config:\n      task: Write {{ inp|`)).toMatchObject({
      key: "task",
      path: ["nodes", "*", "config"],
    });
  });
});
