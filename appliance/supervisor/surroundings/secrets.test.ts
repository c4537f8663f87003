import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readSecrets, writeSecrets } from "./secrets.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "penstock-secrets-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe("the secrets of a data folder", () => {
  it("are made once, for their owner only, and then stay", () => {
    const made = readSecrets(home);
    expect(readSecrets(home)).toEqual(made);
    expect(statSync(join(home, "secrets.json")).mode & 0o777).toBe(0o600);
    expect(Buffer.from(made.keyring.split(":")[1] ?? "", "base64")).toHaveLength(32);
  });

  it("keep what is added to them", () => {
    const made = readSecrets(home);
    const changed = { ...made, demo: { ...made.demo, apiToken: "pen_1" } };
    writeSecrets(home, changed);
    expect(readSecrets(home)).toEqual(changed);
  });

  it("are never made new over a damaged file: stored keys would be lost", () => {
    writeFileSync(join(home, "secrets.json"), "{}");
    expect(() => readSecrets(home)).toThrow(/secrets\.json is damaged\. Put it back from a backup/);
  });
});
