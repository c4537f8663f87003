import pg from "pg";
import { asAdministrator } from "./administrator.ts";
import { appRole, engineRole, type Login } from "./login-names.ts";

/** The logins to create; null if an administrator made one, which then keeps its password. */
export interface LoginsToMake {
  readonly app: Login | null;
  readonly engine: Login | null;
}

/**
 * Ensures that both roles and the installation's logins exist, and that the queue's schema belongs to
 * `penstock_engine`. May be repeated. `owner` is connected as the database's owner.
 */
export async function prepareRoles(owner: pg.Client, logins: LoginsToMake): Promise<void> {
  await ensureRoles(owner);
  await becomeMember(owner, engineRole);
  const schema = await owner.query("select from pg_namespace where nspname = 'graphile_worker'");
  if (schema.rowCount === 0) await owner.query(`create schema graphile_worker authorization ${engineRole}`);
  if (logins.app !== null) await prepareLogin(owner, logins.app, appRole);
  if (logins.engine !== null) await prepareLogin(owner, logins.engine, engineRole);
}

/** The two roles of the server that rights are granted to. */
export async function ensureRoles(owner: pg.Client): Promise<void> {
  for (const role of [appRole, engineRole]) {
    if (!(await exists(owner, role)))
      await asAdministrator(owner, `create role ${role} nologin`, ["42710", "23505"]);
  }
}

/**
 * Lets only the given users, and the owner, connect to the database: the logins of another installation on this server
 * are members of the same two roles. Throws if the owner may not do that.
 */
export async function closeDatabase(owner: pg.Client, users: readonly string[]): Promise<void> {
  const database = pg.escapeIdentifier(owner.database ?? "");
  if (await mayConnect(owner, "public")) {
    await asAdministrator(owner, `revoke connect on database ${database} from public`);
    // Anybody but the database's owner gets a warning instead of an error.
    if (await mayConnect(owner, "public")) await asAdministrator(owner, null);
  }
  for (const user of users) {
    if (!(await mayConnect(owner, user)))
      await asAdministrator(owner, `grant connect on database ${database} to ${pg.escapeIdentifier(user)}`);
  }
}

/** Throws if the user of this address lacks the rights of the role, or has more than row-level security allows. */
export async function requireBound(url: string, role: string, variable: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: "penstock roles" });
  try {
    await client.connect();
    const { rows } = await client.query<{ mightBypass: boolean; isMember: boolean }>(
      `select pg_has_role(current_user, $1, 'usage') as "isMember",
              exists (select from pg_roles
                      where (rolsuper or rolbypassrls) and pg_has_role(current_user, oid, 'member')) as "mightBypass"`,
      [role],
    );
    const user = pg.escapeIdentifier(client.user ?? "");
    if (rows[0]?.mightBypass === true) {
      throw new Error(
        `The role ${user} of ${variable} is or can become a role that bypasses row-level security, so workspaces would not be kept ` +
          `apart. Give ${variable} a role of its own: login, not superuser, not bypassrls, a member of ${role} only.`,
      );
    }
    if (rows[0]?.isMember !== true) {
      throw new Error(
        `The role ${user} of ${variable} lacks the rights of ${role}. An administrator must run: grant ${role} to ${user};`,
      );
    }
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Without being a member, an owner who is not a superuser could not give away the queue's function and schema. */
async function becomeMember(owner: pg.Client, role: string): Promise<void> {
  const { rows } = await owner.query<{ is: boolean }>("select pg_has_role($1, 'usage') as is", [role]);
  if (rows[0]?.is !== true) await asAdministrator(owner, `grant ${role} to current_user`);
}

async function prepareLogin(owner: pg.Client, login: Login, role: string): Promise<void> {
  const name = pg.escapeIdentifier(login.user);
  const password = pg.escapeLiteral(login.password);
  const flags = "login inherit nosuperuser nobypassrls nocreatedb nocreaterole";
  if (!(await exists(owner, login.user))) {
    await asAdministrator(owner, `create role ${name} ${flags} password ${password} in role ${role}`);
  } else if (!(await canLogIn(owner, login))) {
    // Its name is derived from this password: somebody has changed it by hand.
    await asAdministrator(owner, `alter role ${name} login password ${password}`);
  }
}

async function exists(owner: pg.Client, role: string): Promise<boolean> {
  return (await owner.query("select from pg_roles where rolname = $1", [role])).rowCount === 1;
}

async function mayConnect(owner: pg.Client, role: string): Promise<boolean> {
  const { rows } = await owner.query<{ may: boolean }>(
    "select has_database_privilege($1, current_database(), 'connect') as may",
    [role],
  );
  return rows[0]?.may === true;
}

/** True even if the database admits nobody yet: the password is checked first. */
async function canLogIn(owner: pg.Client, { user, password }: Login): Promise<boolean> {
  const { host, port, database, ssl } = owner;
  const client = new pg.Client({ host, port, database: database ?? "postgres", ssl, user, password });
  try {
    await client.connect();
    return true;
  } catch (error) {
    return error instanceof pg.DatabaseError && error.code === "42501";
  } finally {
    await client.end().catch(() => undefined);
  }
}
