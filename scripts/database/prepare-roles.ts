import pg from "pg";

/** The program's login and the job queue's. Migrations grant rights to these names. */
export const appRole = "penstock_app";
export const engineRole = "penstock_engine";

export interface RolePasswords {
  /** Null: the role exists already and keeps its password. */
  readonly appPassword: string | null;
  readonly enginePassword: string | null;
}

interface RoleRow {
  readonly mightBypass: boolean;
  readonly isMember: boolean;
}

/**
 * Makes sure that both roles exist, can log in and can not bypass row-level security, and that the queue's schema belongs to
 * `penstock_engine`. May run any number of times. `owner` is connected as the database's owner.
 */
export async function prepareRoles(owner: pg.Client, passwords: RolePasswords): Promise<void> {
  await prepareRole(owner, appRole, passwords.appPassword);
  await prepareRole(owner, engineRole, passwords.enginePassword);
  const engine = await findRole(owner, engineRole);
  // Without being a member, an owner who is no superuser could not give the queue's function and schema away.
  if (engine?.isMember === false) await asAdministrator(owner, `grant ${engineRole} to current_user`);
  const schema = await owner.query("select from pg_namespace where nspname = 'graphile_worker'");
  if (schema.rowCount === 0) await owner.query(`create schema graphile_worker authorization ${engineRole}`);
}

async function prepareRole(owner: pg.Client, role: string, password: string | null): Promise<void> {
  const found = await findRole(owner, role);
  if (found === null) {
    const secret = password === null ? "" : ` password ${pg.escapeLiteral(password)}`;
    await asAdministrator(
      owner,
      `create role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole${secret}`,
    );
    return;
  }
  if (found.mightBypass) {
    throw new Error(
      `The role ${role} is a superuser or may bypass row-level security, so workspaces would not be kept apart. ` +
        `An administrator must run: alter role ${role} nosuperuser nobypassrls;`,
    );
  }
  if (password !== null && !(await canLogIn(owner, role, password))) {
    await asAdministrator(owner, `alter role ${role} login password ${pg.escapeLiteral(password)}`);
  }
}

async function findRole(owner: pg.Client, role: string): Promise<RoleRow | null> {
  const result = await owner.query<RoleRow>(
    `select rolsuper or rolbypassrls as "mightBypass", pg_has_role(current_user, oid, 'usage') as "isMember"
     from pg_roles where rolname = $1`,
    [role],
  );
  return result.rows[0] ?? null;
}

/** Asked first, so that an owner without the right to change roles may still start with roles that fit. */
async function canLogIn(owner: pg.Client, role: string, password: string): Promise<boolean> {
  const { host, port, database, ssl } = owner;
  const client = new pg.Client({ host, port, database: database ?? "postgres", ssl, user: role, password });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function asAdministrator(owner: pg.Client, sql: string): Promise<void> {
  try {
    await owner.query(sql);
  } catch (cause) {
    if (!(cause instanceof pg.DatabaseError) || cause.code !== "42501") throw cause;
    throw new Error(administratorNeeded(owner.user ?? "the owner"), { cause });
  }
}

function administratorNeeded(ownerName: string): string {
  const name = pg.escapeIdentifier(ownerName);
  return [
    `The role ${name} of DATABASE_URL may not create the two roles that Penstock needs. An administrator can, once:`,
    `  create role ${appRole} login nosuperuser nobypassrls password '<one password>';`,
    `  create role ${engineRole} login nosuperuser nobypassrls password '<another password>';`,
    `  grant ${engineRole} to ${name};`,
    "Then set DATABASE_APP_URL and DATABASE_ENGINE_URL to the same database with these users and passwords, and start again.",
  ].join("\n");
}
