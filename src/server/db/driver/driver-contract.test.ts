import { readFileSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "#appliance/bootstrap/paths.mjs";
import { type BatchedStatement, StatementBatch } from "./statement-batch.ts";

const versionOf = (name: string): string =>
  JSON.parse(readFileSync(join(repositoryRoot, "node_modules", name, "package.json"), "utf8")).version;

/** The messages that a batch sends to a connection, in order. */
function sentBy(statements: readonly Omit<BatchedStatement, "callback" | "values">[]): string[] {
  const sent: string[] = [];
  const say = (word: string) => () => sent.push(word);
  const connection = {
    stream: { cork: () => undefined, uncork: () => undefined },
    parsedStatements: {},
    submittedNamedStatements: {},
    parse: ({ name }: { name: string }) => sent.push(`parse ${name}`),
    bind: ({ statement }: { statement: string }) => sent.push(`bind ${statement}`),
    describe: say("describe"),
    execute: say("execute"),
    sync: say("sync"),
    flush: say("flush"),
  };
  const callback = () => undefined;
  new StatementBatch(statements.map((one) => ({ ...one, values: [], callback }))).submit(connection);
  return sent;
}

/** What these files assume about `pg` and Prisma. When one fails after an update, see the README beside it. */
describe("assumptions about the driver", () => {
  it("are those of the versions this suite was written against", () => {
    expect([versionOf("pg"), versionOf("@prisma/client"), versionOf("@prisma/adapter-pg")]).toEqual([
      "8.23.1",
      "7.10.0",
      "7.10.0",
    ]);
  });

  it("include these members of a query", () => {
    const query: object = new pg.Query({ name: "a", text: "SELECT 1", values: [] });
    for (const member of [
      "submit",
      "handleRowDescription",
      "handleDataRow",
      "handleCommandComplete",
      "handleReadyForQuery",
      "handleError",
    ]) {
      expect(Reflect.get(query, member), member).toBeTypeOf("function");
    }
    expect(query).toMatchObject({ name: "a", text: "SELECT 1" });
  });

  it("include these members of a connection", () => {
    const connection: object = new pg.Connection({ stream: () => new Socket() });
    for (const member of ["sync", "parse", "bind", "describe", "execute"]) {
      expect(Reflect.get(connection, member), member).toBeTypeOf("function");
    }
    expect(connection).toMatchObject({ submittedNamedStatements: {}, parsedStatements: {} });
    expect(new Socket()).toMatchObject({ cork: expect.any(Function), uncork: expect.any(Function) });
  });

  it("let a batch send one SYNC at its end, and describe only rows that are wanted", () => {
    const ask = { name: "ask", text: "SELECT 1", wantsRows: true };
    const tell = { name: "tell", text: "UPDATE runs SET status = status", wantsRows: false };
    expect(sentBy([tell, ask, tell])).toEqual([
      ...["parse tell", "bind tell", "execute"],
      ...["parse ask", "bind ask", "describe", "execute"],
      ...["bind tell", "execute"],
      "sync",
    ]);
  });
});
