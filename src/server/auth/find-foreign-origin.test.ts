import { describe, expect, it } from "vitest";
import { findForeignOrigin } from "./find-foreign-origin.ts";

const isForeign = (publicOrigin: string, headers: Record<string, string>) =>
  findForeignOrigin(new Headers(headers), publicOrigin) !== null;

describe("findForeignOrigin", () => {
  it.each([
    [
      "the public address",
      "https://penstock.example",
      { origin: "https://penstock.example", host: "10.0.0.7:3000" },
    ],
    [
      "another name of this machine",
      "http://localhost:3000",
      { origin: "http://192.168.1.5:3000", host: "192.168.1.5:3000" },
    ],
    [
      "https of a proxy that says so",
      "http://localhost:3000",
      { origin: "https://pipes.example", host: "pipes.example", "x-forwarded-proto": "https,http" },
    ],
    [
      "a browser that names no origin, from our own page",
      "http://localhost:3000",
      { "sec-fetch-site": "same-origin" },
    ],
  ])("admits %s", (_what, publicOrigin, headers) => {
    expect(isForeign(publicOrigin, headers)).toBe(false);
  });

  it.each([
    [
      "plain http beside our https",
      "https://penstock.example",
      { origin: "http://penstock.example", host: "penstock.example" },
    ],
    [
      "https beside our plain http",
      "http://localhost:3000",
      { origin: "https://localhost:3000", host: "localhost:3000" },
    ],
    [
      "plain http beside the https of a proxy",
      "http://localhost:3000",
      { origin: "http://pipes.example", host: "pipes.example", "x-forwarded-proto": "https" },
    ],
    ["another port", "http://localhost:3000", { origin: "http://localhost:8080", host: "localhost:3000" }],
    ["another site", "http://localhost:3000", { origin: "http://evil.example", host: "localhost:3000" }],
    ["a sandboxed frame", "http://localhost:3000", { origin: "null", host: "localhost:3000" }],
    ["nowhere", "http://localhost:3000", { host: "localhost:3000" }],
  ])("rejects %s", (_what, publicOrigin, headers) => {
    expect(isForeign(publicOrigin, headers)).toBe(true);
  });
});
