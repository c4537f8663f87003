import pg from "pg";

/** A prepared statement and its callbacks. */
export interface BatchedStatement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
  /** Without it, rows are neither described nor read. */
  readonly wantsRows: boolean;
  readonly callback: (error: Error | null | undefined, result: StatementAnswer) => void;
}

/** The part of an answer that is used. */
export type StatementAnswer = Pick<pg.QueryResult, "rows" | "rowCount" | "command">;

/** What the driver calls on a query: the part of its contract that its types leave out. */
interface DriverQuery {
  readonly name: string;
  readonly text: string;
  submit(connection: DriverConnection): Error | null;
  handleRowDescription(message: unknown): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: CommandComplete, connection: DriverConnection): void;
  handleReadyForQuery(connection: DriverConnection): void;
  handleError(error: Error, connection: DriverConnection): void;
}

interface CommandComplete {
  /** PostgreSQL's command tag: `UPDATE 1`, `COMMIT`. */
  readonly text: string;
}

interface DriverConnection {
  readonly stream: { cork(): void; uncork(): void };
  /** Names that have been parsed. */
  readonly parsedStatements: Record<string, string>;
  /** Names whose PARSE has been sent. */
  readonly submittedNamedStatements: Record<string, string>;
  sync(): void;
  parse(statement: { readonly name: string; readonly text: string }): void;
  bind(portal: { readonly statement: string; readonly values: readonly (string | null)[] }): void;
  describe(message: unknown): void;
  execute(message: { readonly portal: string }): void;
}

const nothing = { value: () => undefined };

/**
 * Statements that succeed or fail together, sent in one packet with one SYNC at its end. The driver would end each with
 * its own SYNC, and PostgreSQL flushes its answers at every SYNC: a system call there and a wake-up here per statement.
 * After a failed statement the rest are not executed, and fail with its error. To the driver, the batch is one query.
 *
 * Outside a transaction, PostgreSQL makes one of the packet and commits it at the SYNC. `onCommitted` is then called
 * without an error when it has committed, or with the error.
 */
export class StatementBatch extends pg.Query {
  declare name: string | undefined;
  declare text: string | undefined;
  readonly #queries: readonly DriverQuery[];
  readonly #wantsRows: readonly boolean[];
  readonly #onCommitted: (error: Error | null) => void;
  #current = 0;

  constructor(
    statements: readonly BatchedStatement[],
    onCommitted: (error: Error | null) => void = () => undefined,
  ) {
    // The driver would turn a text into a config, and copy a config.
    super("");
    this.#queries = statements.map(toQuery);
    this.#wantsRows = statements.map(({ wantsRows }) => wantsRows);
    this.#onCommitted = onCommitted;
  }

  override submit = (given: unknown): void => {
    const connection = given as DriverConnection;
    this.#name();
    connection.stream.cork();
    for (const [index, query] of this.#queries.entries()) {
      const isOurs = query instanceof PlainStatement;
      query.submit(isOurs ? connection : withoutSync(connection, this.#wantsRows[index] === true));
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

  handleCommandComplete(message: CommandComplete, connection: DriverConnection): void {
    const query = this.#queries[this.#current];
    this.#current += 1;
    this.#name();
    query?.handleCommandComplete(message, connection);
    query?.handleReadyForQuery(connection);
  }

  /** Not called after an error: the driver then considers the batch answered. */
  handleReadyForQuery(): void {
    this.#onCommitted(null);
  }

  handleError(error: Error, connection: DriverConnection): void {
    const failed = this.#queries.slice(this.#current);
    this.#current = this.#queries.length;
    for (const query of failed) {
      // Statements after the failed one were never parsed.
      Reflect.deleteProperty(connection.submittedNamedStatements, query.name);
      query.handleError(error, connection);
    }
    this.#onCommitted(error);
  }

  /** The driver records parsed statements under the name of the query that is being answered. */
  #name(): void {
    const query = this.#queries[this.#current];
    this.name = query?.name;
    this.text = query?.text;
  }
}

/** The connection for one of the driver's own queries, without the SYNC and the description of its rows. */
function withoutSync(connection: DriverConnection, wantsRows: boolean): DriverConnection {
  return Object.create(connection, wantsRows ? { sync: nothing } : { sync: nothing, describe: nothing });
}

/** The driver's own query, or a smaller one that is enough for most statements. */
function toQuery(statement: BatchedStatement): DriverQuery {
  const { name, text, values, wantsRows, callback } = statement;
  if (!wantsRows && values.every(isPlain)) return new PlainStatement(statement, values.map(toText));
  return new pg.Query({ name, text, values }, callback as never) as unknown as DriverQuery;
}

type PlainValue = string | number | boolean | null | undefined;

function isPlain(value: unknown): value is PlainValue {
  return value === null || (typeof value !== "object" && typeof value !== "function");
}

/** Serialises a value as the driver does. */
function toText(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** A statement whose values are strings, numbers and booleans, and whose rows are not needed. */
class PlainStatement implements DriverQuery {
  readonly name: string;
  readonly text: string;
  readonly #values: readonly (string | null)[];
  readonly #callback: BatchedStatement["callback"];
  #said = "";

  constructor({ name, text, callback }: BatchedStatement, values: readonly (string | null)[]) {
    this.name = name;
    this.text = text;
    this.#values = values;
    this.#callback = callback;
  }

  submit(connection: DriverConnection): null {
    const { name, text } = this;
    const { parsedStatements, submittedNamedStatements } = connection;
    if (parsedStatements[name] === undefined && submittedNamedStatements[name] === undefined) {
      connection.parse({ name, text });
      submittedNamedStatements[name] = text;
    }
    connection.bind({ statement: name, values: this.#values });
    connection.execute({ portal: "" });
    return null;
  }

  handleRowDescription(): void {}

  handleDataRow(): void {}

  handleCommandComplete({ text }: CommandComplete): void {
    this.#said = text;
  }

  handleReadyForQuery(): void {
    const [command = "", ...counts] = this.#said.split(" ");
    const count = counts.at(-1);
    this.#callback(null, { rows: [], rowCount: count === undefined ? null : Number(count), command });
  }

  handleError(error: Error): void {
    this.#callback(error, { rows: [], rowCount: null, command: "" });
  }
}
