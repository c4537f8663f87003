import pg from "pg";

/** A prepared statement, and who waits for its answer. */
export interface BatchedStatement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
  /** Without, its rows are neither described nor read. */
  readonly wantsRows: boolean;
  readonly callback: (error: Error | null | undefined, result: pg.QueryResult) => void;
}

/** What the driver calls on a query: the part of its contract that its types leave out. */
interface DriverQuery {
  readonly name: string;
  readonly text: string;
  submit(connection: DriverConnection): Error | null;
  handleRowDescription(message: unknown): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: DriverConnection): void;
  handleReadyForQuery(connection: DriverConnection): void;
  handleError(error: Error, connection: DriverConnection): void;
}

interface DriverConnection {
  readonly stream: { cork(): void; uncork(): void };
  /** Names whose PARSE is on its way. */
  readonly submittedNamedStatements: Record<string, string>;
  sync(): void;
  describe(message: unknown): void;
}

const nothing = { value: () => undefined };

/**
 * Statements that stand or fall together, sent in one packet with one SYNC at its end. The driver alone would end each
 * with a SYNC of its own, and PostgreSQL hands out its answers at every SYNC: a system call there and a wake-up here
 * for each statement. Behind a statement that fails the others are not carried out, and fail with its error. The driver
 * takes this for one query of its own.
 */
export class StatementBatch extends pg.Query {
  readonly #queries: readonly DriverQuery[];
  readonly #wantsRows: readonly boolean[];
  #current = 0;

  constructor(statements: readonly BatchedStatement[]) {
    super({ text: "" });
    this.#queries = statements.map(
      ({ name, text, values, callback }) =>
        new pg.Query({ name, text, values }, callback as never) as unknown as DriverQuery,
    );
    this.#wantsRows = statements.map(({ wantsRows }) => wantsRows);
  }

  override submit = (given: unknown): void => {
    const connection = given as DriverConnection;
    const withoutSync: DriverConnection = Object.create(connection, { sync: nothing });
    const withoutRows: DriverConnection = Object.create(withoutSync, { describe: nothing });
    this.#name();
    connection.stream.cork();
    for (const [index, query] of this.#queries.entries()) {
      query.submit(this.#wantsRows[index] ? withoutSync : withoutRows);
    }
    connection.sync();
    connection.stream.uncork();
  };

  handleRowDescription(message: unknown): void {
    this.#queries[this.#current]?.handleRowDescription(message);
  }

  handleDataRow(message: unknown): void {
    if (this.#wantsRows[this.#current]) this.#queries[this.#current]?.handleDataRow(message);
  }

  handleCommandComplete(message: unknown, connection: DriverConnection): void {
    const query = this.#queries[this.#current];
    this.#current += 1;
    this.#name();
    query?.handleCommandComplete(message, connection);
    query?.handleReadyForQuery(connection);
  }

  handleReadyForQuery(): void {}

  handleError(error: Error, connection: DriverConnection): void {
    const failed = this.#queries.slice(this.#current);
    this.#current = this.#queries.length;
    for (const query of failed) {
      // What stood behind the fault was never parsed.
      Reflect.deleteProperty(connection.submittedNamedStatements, query.name);
      query.handleError(error, connection);
    }
  }

  /** The driver notes under the name of the query that is being answered what has been parsed. */
  #name(): void {
    const { name, text } = this.#queries[this.#current] ?? { name: undefined, text: undefined };
    Object.assign(this, { name, text });
  }
}
