import { describe, expect, it } from "vitest";
import { isAllowed, permissions } from "./permissions.ts";
import { isAtLeast, type Role, roles } from "./roles.ts";
import { permissionsOfScopes, tokenScopes } from "./token-scopes.ts";

const permissionsOf = (role: Role) => permissions.filter((permission) => isAllowed(role, permission));

describe("roles", () => {
  it("gives each role all that the next one has, and more", () => {
    for (const [index, role] of roles.slice(0, -1).entries()) {
      const lower = roles[index + 1] ?? role;
      const own = permissionsOf(role);
      expect(own).toEqual(expect.arrayContaining([...permissionsOf(lower)]));
      expect(own.length).toBeGreaterThan(permissionsOf(lower).length);
      expect(isAtLeast(role, lower)).toBe(true);
      expect(isAtLeast(lower, role)).toBe(false);
    }
  });

  it("lets an owner do everything and a viewer change nothing but what is their own", () => {
    expect(permissionsOf("owner")).toEqual(permissions);
    const changes = permissionsOf("viewer").filter((permission) => !permission.endsWith(".read"));
    expect(changes).toEqual(["members.leave", "mail.own", "tokens.own"]);
  });

  it.each([
    ["viewer", "runs.start", false],
    ["editor", "runs.start", true],
    ["editor", "keys.manage", false],
    ["editor", "keys.own", true],
    ["viewer", "keys.read", false],
    ["admin", "keys.manage", true],
    ["viewer", "secrets.read", true],
    ["editor", "secrets.manage", false],
    ["admin", "secrets.manage", true],
    ["admin", "workspace.delete", false],
    ["editor", "members.manage", false],
    ["editor", "audit.read", false],
    ["viewer", "runs.read", true],
  ] as const)("%s / %s: %s", (role, permission, allowed) => {
    expect(isAllowed(role, permission)).toBe(allowed);
  });
});

describe("token scopes", () => {
  it("each hold those before them", () => {
    for (const [index, scope] of tokenScopes.entries()) {
      expect(permissionsOfScopes([scope])).toEqual(permissionsOfScopes(tokenScopes.slice(0, index + 1)));
    }
  });

  it("hold nothing without a scope, and only reading with the first", () => {
    expect(permissionsOfScopes([])).toEqual([]);
    expect(permissionsOfScopes(["read"]).every((permission) => permission.endsWith(".read"))).toBe(true);
    expect(permissionsOfScopes(["run"])).toContain("runs.start");
    expect(permissionsOfScopes(["run"])).not.toContain("pipelines.write");
  });

  it("never let a token make tokens, let people in or delete the workspace", () => {
    const all = permissionsOfScopes(tokenScopes);
    for (const permission of [
      "tokens.own",
      "tokens.manage",
      "members.manage",
      "members.leave",
      "workspace.delete",
    ] as const) {
      expect(all).not.toContain(permission);
    }
  });
});
