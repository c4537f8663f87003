import { describe, expect, it } from "vitest";
import { pageHeaders } from "./page-headers.ts";

const about = { nonce: "bm9uY2U=", publicOrigin: "https://penstock.example.com", isDevelopment: false };
const policyOf = (change: Partial<typeof about>) =>
  pageHeaders({ ...about, ...change })["content-security-policy"] ?? "";

describe("pageHeaders", () => {
  it("allows no script except those with this response's nonce, and what they load", () => {
    expect(policyOf({})).toContain("script-src 'nonce-bm9uY2U=' 'strict-dynamic';");
    expect(policyOf({})).toContain("worker-src 'self';");
    expect(policyOf({})).not.toContain("unsafe-eval");
    expect(policyOf({ isDevelopment: true })).toContain("'unsafe-eval'");
  });

  it("keeps browsers on https where the public address is https, and only there", () => {
    expect(pageHeaders(about)["strict-transport-security"]).toBe("max-age=31536000");
    const plain = pageHeaders({ ...about, publicOrigin: "http://localhost:3000" });
    expect(plain).not.toHaveProperty("strict-transport-security");
  });
});
