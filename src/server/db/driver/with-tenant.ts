import type { UserId, WorkspaceId } from "#core/ids.ts";
import { ringingAfter } from "../bell.ts";
import type { Prisma } from "../generated/client.ts";
import type { Database } from "./client.ts";
import type { scope } from "./tenant-sql.ts";
import { type TransactionSettings, withSettings } from "./transaction-settings.ts";

/** A transaction that sees no workspace's rows: only people, sessions and the schema `system`. */
export type SystemTransaction = Prisma.TransactionClient & { readonly [scope]: "system" | "user" | "tenant" };

/**
 * A transaction that sees a person's own memberships and their workspaces' names, and nothing else of any workspace.
 */
export type UserTransaction = SystemTransaction & { readonly [scope]: "user" };

/**
 * A transaction that sees the rows of one workspace. Stores of tenant tables take it as their first argument, so they
 * cannot run outside one.
 */
export type TenantTransaction = SystemTransaction & { readonly [scope]: "tenant" };

/**
 * Runs `work` in one transaction that belongs to one workspace: the database shows and accepts only its rows. Commits
 * when `work` returns, rolls back when it throws. Keep it short, make no provider or HTTP call inside, and open no
 * second transaction inside: that would need a second connection while this one is held.
 *
 * Costs two round trips besides those of `work`: one to begin, one to commit.
 */
export function withTenant<Result>(
  db: Database,
  workspaceId: WorkspaceId,
  work: (tx: TenantTransaction) => Promise<Result>,
): Promise<Result> {
  return transact(db, { workspaceId, userId: null }, (tx) => work(tx as TenantTransaction));
}

/** Like `withTenant`, before a workspace is chosen: sees the workspaces that the person is a member of. */
export function withUser<Result>(
  db: Database,
  userId: UserId,
  work: (tx: UserTransaction) => Promise<Result>,
): Promise<Result> {
  return transact(db, { workspaceId: null, userId }, (tx) => work(tx as UserTransaction));
}

/** For sign-in and for housekeeping across workspaces: tenant tables look empty in it. */
export function withSystem<Result>(
  db: Database,
  work: (tx: SystemTransaction) => Promise<Result>,
): Promise<Result> {
  return transact(db, { workspaceId: null, userId: null }, work);
}

function transact<Result>(
  db: Database,
  settings: TransactionSettings,
  work: (tx: SystemTransaction) => Promise<Result>,
): Promise<Result> {
  return ringingAfter(db, (prepare) =>
    withSettings(settings, () =>
      db.$transaction((prismaTransaction) => {
        const tx = prismaTransaction as SystemTransaction;
        prepare(tx);
        return work(tx);
      }),
    ),
  );
}
