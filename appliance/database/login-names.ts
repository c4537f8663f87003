import { createHash } from "node:crypto";

/**
 * The roles that migrations grant rights to. Roles belong to the whole server, which may hold several installations, so
 * these two have rights and nobody logs in as them: each installation has logins of its own, members of these, that may
 * connect to its own database only.
 */
export const appRole = "penstock_app";
export const engineRole = "penstock_engine";

/** A role that an installation logs in as. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/**
 * The login's name is derived from its password, so two installations never mean the same role with different
 * passwords.
 */
export function loginFor(role: typeof appRole | typeof engineRole, password: string): Login {
  const mark = createHash("sha256").update(`${role}\0${password}`).digest("hex").slice(0, 10);
  return { user: `${role}_${mark}`, password };
}

/** The same server and database for another user. */
export function withLogin(url: string, { user, password }: Login): string {
  const changed = new URL(url);
  changed.username = encodeURIComponent(user);
  changed.password = encodeURIComponent(password);
  return changed.toString();
}

/** The user of an address. Throws if it names none: the system's own user would be taken. */
export function userOf(url: string): string {
  const { username } = new URL(url);
  if (username === "")
    throw new Error(
      "An address of the database names no user. Write postgresql://user:password@host/database.",
    );
  return decodeURIComponent(username);
}
