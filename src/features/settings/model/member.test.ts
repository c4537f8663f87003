import { describe, expect, it } from "vitest";
import { roles } from "#core/policy/roles.ts";
import { mayManageMember, nameOf } from "./member.ts";

describe("mayManageMember", () => {
  const managedBy = (role: (typeof roles)[number]) =>
    roles.filter((other) => mayManageMember(role, { role: other }));

  it("lets owners manage everybody and admins all but owners", () => {
    expect(managedBy("owner")).toEqual(roles);
    expect(managedBy("admin")).toEqual(["admin", "editor", "viewer"]);
  });

  it("lets nobody else manage anybody, not even their equals", () => {
    expect(managedBy("editor")).toEqual([]);
    expect(managedBy("viewer")).toEqual([]);
  });
});

describe("nameOf", () => {
  it("is the address where there is no name", () => {
    expect(nameOf({ name: null, email: "ada@example.com" })).toBe("ada@example.com");
    expect(nameOf({ name: "Ada Weir", email: "ada@example.com" })).toBe("Ada Weir");
  });
});
