import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { environmentNames } from "#server/env.ts";
import { StartError } from "../start-error.ts";
import { requireSoundEnvironment } from "./check-environment.ts";
import type { Secrets } from "./secrets.ts";
import { parsePort, readSettings, settingNames } from "./settings.ts";

describe("the settings of a start", () => {
  it("needs nothing: an embedded database, this machine only, port 3000", () => {
    expect(readSettings({})).toMatchObject({
      port: 3000,
      host: "127.0.0.1",
      databaseUrl: null,
      engine: "embedded",
      url: "http://localhost:3000",
    });
  });

  it("tells people the chosen port's address, or the one they say they publish", () => {
    expect(readSettings({ PORT: "4000" }).url).toBe("http://localhost:4000");
    expect(readSettings({ PENSTOCK_URL: "https://flow.example.com" }).url).toBe("https://flow.example.com");
  });

  it("reaches itself on this machine, whatever it listens on and is published as", () => {
    const published = { PENSTOCK_URL: "https://flow.example.com", PORT: "4000" };
    expect(readSettings(published).localUrl).toBe("http://127.0.0.1:4000");
    expect(readSettings({ ...published, HOST: "0.0.0.0" }).localUrl).toBe("http://127.0.0.1:4000");
    expect(readSettings({ ...published, HOST: "fd00::2" }).localUrl).toBe("http://[fd00::2]:4000");
  });

  it.each(["0", "65536", "-1", "80.5", "http", "", " 3000"])(
    "refuses the port %j and names the variable",
    (text) => {
      expect(() => parsePort(text)).toThrow(/^PORT must be a number from 1 to 65535/);
    },
  );

  it("refuses a database that is not PostgreSQL, and an unknown engine, before anything is started", () => {
    expect(() => readSettings({ DATABASE_URL: "mysql://localhost/x" })).toThrow(
      "DATABASE_URL must be a postgresql:// address.",
    );
    expect(() => readSettings({ ENGINE: "temporal" })).toThrow(
      'ENGINE must be embedded or inngest, not "temporal"',
    );
  });

  it("refuses a public address without its scheme and says what is right", () => {
    expect(() => readSettings({ PENSTOCK_URL: "localhost:3175" })).toThrow(
      "PENSTOCK_URL must be an address such as https://penstock.example.com: http:// or https:// first, no path.",
    );
  });

  it("never shows the password of an address it cannot use", () => {
    const address = "postgresql://me:geheim@/penstock?host=/var/run/postgresql";
    expect(() => readSettings({ DATABASE_URL: address })).toThrow(/^DATABASE_URL cannot be read .* socket/);
    expect(() => readSettings({ DATABASE_URL: address })).not.toThrow(/geheim/);
  });

  it.each([...settingNames])("takes an empty %s for a mistake", (name) => {
    expect(() => readSettings({ [name]: "" })).toThrow(`${name} is set but empty`);
  });
});

describe("the environment of web and worker", () => {
  const secrets: Secrets = {
    keyring: `k1:${Buffer.alloc(32).toString("base64")}`,
    nextAuthSecret: "s".repeat(40),
    appPassword: "a",
    enginePassword: "e",
    demo: { password: "d", apiToken: null },
  };
  const check = (source: Record<string, string>, nodeEnv: "production" | "development" = "production") =>
    requireSoundEnvironment(
      { NODE_ENV: "test", ...source },
      { settings: readSettings(source), secrets, nodeEnv },
    );

  it("is looked at before they are started", () => {
    expect(() => check({})).not.toThrow();
    expect(() => check({ LOG_LEVEL: "loud" })).toThrow(/LOG_LEVEL/);
    expect(() => check({ GITHUB_ID: "id" })).toThrow(/GITHUB_ID and GITHUB_SECRET belong together/);
  });

  it("must have a key for an Inngest server outside development", () => {
    const inngest = { ENGINE: "inngest" };
    expect(() => check(inngest)).toThrow(StartError);
    expect(() => check(inngest)).toThrow("INNGEST_SIGNING_KEY is required in production with ENGINE=inngest");
    expect(() => check(inngest, "development")).not.toThrow();
  });

  it("is documented in .env.example, all of it and nothing else", () => {
    const example = readFileSync(new URL("../../../.env.example", import.meta.url), "utf8");
    const documented = [...example.matchAll(/^# ([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name);
    // Node's own, and set by the start itself.
    const read = new Set([...environmentNames, ...settingNames, "ANTHROPIC_API_KEY"]);
    read.delete("NODE_ENV");
    expect(documented.toSorted()).toEqual([...read].toSorted());
  });
});
