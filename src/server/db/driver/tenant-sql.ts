/** Marks what a transaction can see. For the compiler only. */
export declare const scope: unique symbol;

/**
 * A transaction that sees the rows of one workspace, for raw statements. It is all that the stores of a run's progress
 * need, whether Prisma or the driver alone runs it. Cast bigint columns to float8.
 */
export interface TenantSql {
  readonly [scope]: "tenant";
  $queryRaw<Rows>(statement: TemplateStringsArray, ...values: unknown[]): Promise<Rows>;
  $executeRaw(statement: TemplateStringsArray, ...values: unknown[]): Promise<number>;
}
