/** Says how much a transaction sees. It exists for the compiler only. */
export declare const scope: unique symbol;

/**
 * A transaction that sees the rows of one workspace, for statements as they are written: all that the stores of a run's
 * progress need, whether Prisma carries it or the driver alone. Numbers that PostgreSQL holds as bigint must be cast to
 * float8.
 */
export interface TenantSql {
  readonly [scope]: "tenant";
  $queryRaw<Rows>(statement: TemplateStringsArray, ...values: unknown[]): Promise<Rows>;
  $executeRaw(statement: TemplateStringsArray, ...values: unknown[]): Promise<number>;
}
