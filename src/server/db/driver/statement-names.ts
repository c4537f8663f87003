/** The texts of some queries vary with the length of their lists; those beyond this number are planned each time. */
const maxNames = 500;

/** What Prisma's adapter sends to control a transaction. Several statements in one message cannot be prepared. */
const control = /^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET)\b/;

/** How a query begins that is planned each time. */
const plannedEachTime = "/* planned each time */";

/**
 * Names queries, so that a connection prepares each one once. Without names PostgreSQL parses and plans every query
 * again, which takes longer than running most of ours. With names it may stop looking at the
 * values, and use one plan for all of them: a page of a list is then searched for among a million rows in an order in
 * which frequent values come soon, and rare ones at the very end. So a query that begins with the words above has no
 * name.
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

/** To the driver an empty name is not a name. */
const unnamed = "";

const templates = new WeakMap<TemplateStringsArray, { readonly name: string; readonly text: string }>();
let templateCount = 0;

/**
 * A statement as it is written in the source, with a name of its own: there are as many as there are places that write
 * one.
 */
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
