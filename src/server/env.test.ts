import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseEnvironment } from "./env.ts";

const key = Buffer.alloc(32, 7).toString("base64");
const minimal = {
  DATABASE_APP_URL: "postgresql://penstock_app:x@127.0.0.1:5432/penstock",
  PENSTOCK_KEYRING: `k1:${key}`,
  NEXTAUTH_SECRET: "s".repeat(32),
};

describe("parseEnvironment", () => {
  it("fills in what a single machine needs", () => {
    expect(parseEnvironment(minimal)).toMatchObject({
      nodeEnv: "development",
      engine: "embedded",
      publicOrigin: "http://localhost:3000",
      github: null,
      trustedProxyCount: 0,
      allowPrivateHttp: false,
    });
  });

  it("reads nothing that .env.example does not document", () => {
    const documented = readFileSync(new URL("../../.env.example", import.meta.url), "utf8");
    const source = readFileSync(new URL("./env.ts", import.meta.url), "utf8");
    const names = [...source.matchAll(/^ {2}([A-Z_]{4,}):/gm)].map(([, name]) => name ?? "");
    expect(names.length).toBeGreaterThan(15);
    expect(
      names.filter((name) => name !== "NODE_ENV" && name !== "NEXTAUTH_URL" && !documented.includes(name)),
    ).toEqual([]);
  });

  it("reads the ports that may be called and the proxy that is called through", () => {
    const read = (more: object) => parseEnvironment({ ...minimal, ...more });
    expect(read({})).toMatchObject({ allowedHttpPorts: null, egressProxy: null });
    expect(read({ ALLOWED_HTTP_PORTS: "80, 443,9200", EGRESS_PROXY: "http://u:p@proxy:3128" })).toMatchObject(
      {
        allowedHttpPorts: [80, 443, 9200],
        egressProxy: "http://u:p@proxy:3128",
      },
    );
    expect(read({ ALLOWED_HTTP_PORTS: "any" }).allowedHttpPorts).toBe("any");
    for (const ALLOWED_HTTP_PORTS of ["all", "80;443", "0", "80,70000", "-1"]) {
      expect(() => read({ ALLOWED_HTTP_PORTS })).toThrow(/ALLOWED_HTTP_PORTS: must be ports/);
    }
    expect(() => read({ EGRESS_PROXY: "proxy:3128" })).toThrow(/EGRESS_PROXY: must be/);
  });

  it("keeps only the origin of the public address", () => {
    const environment = parseEnvironment({ ...minimal, PENSTOCK_URL: "https://penstock.example/app/" });
    expect(environment.publicOrigin).toBe("https://penstock.example");
  });

  it("names every variable at fault and shows no value", () => {
    const parse = () =>
      parseEnvironment({ ...minimal, PENSTOCK_KEYRING: "k1:c2hvcnQ=", NEXTAUTH_SECRET: "too-short-secret" });
    expect(parse).toThrow(/PENSTOCK_KEYRING[\s\S]*NEXTAUTH_SECRET/);
    expect(parse).not.toThrow(/c2hvcnQ=|too-short-secret/);
  });

  it("takes an empty string for a mistake, not for absence", () => {
    expect(() => parseEnvironment({ ...minimal, GITHUB_ID: " " })).toThrow(/GITHUB_ID is set but empty/);
  });

  it("wants both halves of an OAuth application", () => {
    expect(() => parseEnvironment({ ...minimal, GOOGLE_ID: "id" })).toThrow(/GOOGLE_ID and GOOGLE_SECRET/);
  });

  it.each(["0", "1", "false"])("refuses INNGEST_DEV=%s in production", (value) => {
    expect(() => parseEnvironment({ ...minimal, NODE_ENV: "production", INNGEST_DEV: value })).toThrow(
      /INNGEST_DEV/,
    );
  });

  it("refuses an Inngest endpoint in production that nobody signs for", () => {
    const production = { ...minimal, NODE_ENV: "production", ENGINE: "inngest" };
    expect(() => parseEnvironment(production)).toThrow(/INNGEST_SIGNING_KEY/);
    expect(parseEnvironment({ ...production, INNGEST_SIGNING_KEY: "signkey-prod-1" }).engine).toBe("inngest");
  });
});
