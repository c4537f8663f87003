import { describe, expect, it } from "vitest";
import { authCookies, readCookie, sessionCookieName } from "./cookies.ts";

describe("authCookies", () => {
  it("sets https cookies that no script reads, no subdomain sets and no other site sends", () => {
    for (const cookie of Object.values(authCookies("https://penstock.example"))) {
      expect(cookie.name).toMatch(/^__Host-/);
      expect(cookie.options).toMatchObject({ httpOnly: true, secure: true, sameSite: "lax", path: "/" });
      expect(cookie.options).not.toHaveProperty("domain");
    }
  });

  it("omits the prefix on plain http, where a browser would refuse it", () => {
    for (const cookie of Object.values(authCookies("http://localhost:3000"))) {
      expect(cookie.name).not.toMatch(/^__/);
      expect(cookie.options).toMatchObject({ httpOnly: true, secure: false, sameSite: "lax" });
    }
  });

  it("differ between two Penstocks on one host, because a browser shares cookies between its ports", () => {
    expect(sessionCookieName("http://localhost:3000")).toBe("penstock-3000.session");
    expect(sessionCookieName("https://penstock.example")).toBe("__Host-penstock.session");
    const names = (origin: string) => Object.values(authCookies(origin)).map(({ name }) => name);
    const [one, two] = [names("http://localhost:3000"), names("http://localhost:3001")];
    expect(one.filter((name) => two.includes(name))).toEqual([]);
    expect(new Set(one).size).toBe(6);
  });
});

describe("readCookie", () => {
  const read = (cookie: string) => readCookie(new Headers({ cookie }), "a");
  it.each([
    ["a=1", "1"],
    ["b=2; a=1", "1"],
    ["a=x=y", "x=y"],
    ["a.0=1; a.1=2; a.2=3", "123"],
    ["a.1=2; a.0=1", "12"],
    ["aa=1; b.a=2", null],
    ["", null],
    [";;;", null],
  ])("reads %j as %j", (cookie, value) => expect(read(cookie)).toBe(value));
});
