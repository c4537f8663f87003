import type { ProcedureMeta } from "#server/trpc/init.ts";
import { appRouter } from "#server/trpc/root.ts";

export interface ListedProcedure {
  /** `runs.start`. */
  readonly path: string;
  readonly type: "query" | "mutation" | "subscription";
  /** Undefined when the procedure declares none, which is an error. */
  readonly access: ProcedureMeta["access"] | undefined;
}

interface Definition {
  readonly type: ListedProcedure["type"];
  readonly meta?: ProcedureMeta;
}

/** Every procedure of the router, for tests that must cover all of them. */
export function listProcedures(): readonly ListedProcedure[] {
  // The router keeps its procedures in a flat record by path; its type shows the nested form that callers use.
  const procedures: Record<string, unknown> = appRouter._def.procedures;
  return Object.entries(procedures).map(([path, procedure]) => {
    const { type, meta } = (procedure as { readonly _def: Definition })._def;
    return { path, type, access: meta?.access };
  });
}
