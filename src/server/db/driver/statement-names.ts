/** Some queries vary with the length of their lists; beyond this number of texts, they are planned each time. */
const maxNames = 500;

/** What Prisma's adapter sends to control a transaction. Several statements in one message cannot be prepared. */
const control = /^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET)\b/;

/** The prefix of a query that must be planned each time. */
const plannedEachTime = "/* planned each time */";

/**
 * Names queries, so that a connection prepares each one once. Without names PostgreSQL parses and plans every query
 * again, which takes longer than running most of ours. With names it may switch to a generic plan that ignores the
 * values: a page of a list could then scan a million rows in an order that finds frequent values soon and rare ones at
 * the very end. Queries that begin with the prefix above therefore get no name.
 */
export function createStatementNames(): (query: { readonly sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= maxNames || control.test(sql) || sql.trimStart().startsWith(plannedEachTime)) {
      return unnamed;
    }
    const name = `p${names.size}`;
    names.set(sql, name);
    return name;
  };
}

/** The driver treats an empty name as none. */
const unnamed = "";

const templates = new WeakMap<TemplateStringsArray, { readonly name: string; readonly text: string }>();
let templateCount = 0;

/** A statement as written in the source, with a name of its own: there are only as many as places that write one. */
export function namedStatement(template: TemplateStringsArray): {
  readonly name: string;
  readonly text: string;
} {
  const known = templates.get(template);
  if (known !== undefined) return known;
  const text = template.reduce((left, right, index) => `${left}$${index}${right}`);
  const statement = { name: `d${templateCount++}`, text };
  templates.set(template, statement);
  return statement;
}
