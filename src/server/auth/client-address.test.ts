import { describe, expect, it } from "vitest";
import { clientAddress } from "./client-address.ts";

const addressOf = (forwarded: string | null, proxies: number) =>
  clientAddress(new Headers(forwarded === null ? {} : { "x-forwarded-for": forwarded }), proxies);

describe("clientAddress", () => {
  it.each([
    ["203.0.113.9", 0, "203.0.113.9"],
    ["203.0.113.9", 1, "203.0.113.9"],
    ["1.1.1.1, 203.0.113.9", 1, "203.0.113.9"],
    ["1.1.1.1, 203.0.113.9, 10.0.0.2", 2, "203.0.113.9"],
    ["203.0.113.9", 2, "203.0.113.9"],
    [" 1.1.1.1 ,, 203.0.113.9 ", 1, "203.0.113.9"],
    ["", 1, "unknown"],
    [null, 0, "unknown"],
  ])("believes of %j, behind %i proxies, %s", (forwarded, proxies, expected) => {
    expect(addressOf(forwarded, proxies)).toBe(expected);
  });

  it("cannot be told another address by who writes the header", () => {
    expect(addressOf("6.6.6.6, 203.0.113.9", 1)).toBe(addressOf("7.7.7.7, 203.0.113.9", 1));
  });
});
