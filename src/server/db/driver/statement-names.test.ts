import { describe, expect, it } from "vitest";
import { createStatementNames } from "./statement-names.ts";

describe("statement names", () => {
  it("are the same for the same text and different for different texts", () => {
    const nameOf = createStatementNames();
    const first = nameOf({ sql: "select 1" });
    expect(first).not.toBe("");
    expect(nameOf({ sql: "select 1" })).toBe(first);
    expect(nameOf({ sql: "select 2" })).not.toBe(first);
  });

  it("are not given to statements that control a transaction", () => {
    const nameOf = createStatementNames();
    for (const sql of [
      "BEGIN",
      "COMMIT",
      "ROLLBACK",
      "SAVEPOINT a",
      "RELEASE SAVEPOINT a",
      "SET TRANSACTION READ ONLY",
    ]) {
      expect(nameOf({ sql })).toBe("");
    }
  });

  it("are not given to queries that are planned each time", () => {
    const nameOf = createStatementNames();
    expect(nameOf({ sql: "\n    /* planned each time */ SELECT 1" })).toBe("");
    expect(nameOf({ sql: "SELECT 1 /* planned each time */" })).not.toBe("");
  });

  it("are limited, so that queries with lists of every length do not fill the server's memory", () => {
    const nameOf = createStatementNames();
    const names = new Set(Array.from({ length: 5_000 }, (_, index) => nameOf({ sql: `select ${index}` })));
    expect(names.size).toBeLessThan(1_000);
    expect(nameOf({ sql: "select 4999" })).toBe("");
  });
});
