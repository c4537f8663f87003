import { describe, expect, it } from "vitest";
import { pageHeaders } from "./page-headers.ts";

const about = { nonce: "bm9uY2U=", publicOrigin: "https://penstock.example.com", isDevelopment: false };
const policyOf = (change: Partial<typeof about>) =>
  pageHeaders({ ...about, ...change })["content-security-policy"] ?? "";

describe("pageHeaders", () => {
  it("lets no script run but those with the nonce of this answer, and what they load", () => {
    expect(policyOf({})).toContain("script-src 'nonce-bm9uY2U=' 'strict-dynamic';");
    expect(policyOf({})).toContain("worker-src 'self';");
    expect(policyOf({})).not.toContain("unsafe-eval");
    expect(policyOf({ isDevelopment: true })).toContain("'unsafe-eval'");
  });

  it("keeps browsers on https where people reach the server that way, and only there", () => {
    expect(pageHeaders(about)["strict-transport-security"]).toBe("max-age=31536000");
    const plain = pageHeaders({ ...about, publicOrigin: "http://localhost:3000" });
    expect(plain).not.toHaveProperty("strict-transport-security");
  });
});
