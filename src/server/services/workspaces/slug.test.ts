import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { slugOf, uniqueSlugOf } from "./slug.ts";

describe("slugOf", () => {
  it.each([
    ["Research brief", "research-brief"],
    ["  Ångström & Söhne  ", "a-ngstro-m-so-hne"],
    ["日本", "untitled"],
    ["---", "untitled"],
  ])("%j -> %s", (name, slug) => expect(slugOf(name)).toBe(slug));

  it("is fit for a URL, whatever the name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        expect(slugOf(name)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(slugOf(name).length).toBeLessThanOrEqual(40);
      }),
    );
  });

  it("cannot be mistaken for a slug with the end of an id", () => {
    const id = "0193a1b2-0000-7000-8000-00000000abcd";
    expect(z.uuid().safeParse(uniqueSlugOf(id, id)).success).toBe(false);
    expect(uniqueSlugOf("Research brief", id)).toBe("research-brief-0000abcd");
  });
});
