import { describe, expect, it } from "vitest";
import { userIdSchema } from "#core/ids.ts";
import { roles } from "#core/policy/roles.ts";
import { isOnlyOwner, mayManageMember, memberNameOf } from "./member.ts";

describe("mayManageMember", () => {
  const managedBy = (role: (typeof roles)[number]) =>
    roles.filter((other) => mayManageMember(role, { role: other }));

  it("lets owners manage everybody and admins all but owners", () => {
    expect(managedBy("owner")).toEqual(roles);
    expect(managedBy("admin")).toEqual(["admin", "editor", "viewer"]);
  });

  it("lets nobody else manage anybody", () => {
    expect(managedBy("editor")).toEqual([]);
    expect(managedBy("viewer")).toEqual([]);
  });
});

describe("isOnlyOwner", () => {
  const ada = { userId: userIdSchema.parse("01930f6e-7c00-7d4a-9d53-2f6f2f0c8a11"), role: "owner" } as const;
  const ben = { ...ada, userId: userIdSchema.parse("01930f6e-7c00-7d4a-9d53-2f6f2f0c8a12") };

  it("is true for the only owner, however many other members there are", () => {
    expect(isOnlyOwner(ada, [ada])).toBe(true);
    expect(isOnlyOwner(ada, [{ ...ben, role: "admin" }, ada])).toBe(true);
  });

  it("is false with two owners, and for anybody who is not an owner", () => {
    expect(isOnlyOwner(ada, [ada, ben])).toBe(false);
    expect(isOnlyOwner({ ...ben, role: "editor" }, [{ ...ben, role: "editor" }])).toBe(false);
  });
});

describe("nameOf", () => {
  it("falls back to the e-mail address", () => {
    expect(memberNameOf({ name: null, email: "ada@example.com" })).toBe("ada@example.com");
    expect(memberNameOf({ name: "Ada Weir", email: "ada@example.com" })).toBe("Ada Weir");
  });
});
