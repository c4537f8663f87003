import { parseArgs } from "node:util";

/** A command line that cannot be meant: told with how the command is used, and ended with 2. */
export class UsageError extends Error {
  name = "UsageError";
}

/** What may follow each command. `rest` names what may stand there without dashes. */
const commands = /** @type {const} */ ({
  demo: {
    usage: "npm run demo [-- --exit]",
    help: "Starts everything and runs the sample pipeline. --exit stops it all after the run.",
    options: { exit: { type: "boolean", default: false } },
  },
  start: { usage: "npm start", help: "Starts everything and keeps it running.", options: {} },
  dev: { usage: "npm run dev", help: "Starts everything and picks up changes of the sources.", options: {} },
  test: {
    usage: "npm test [-- <part> ...]",
    help: "Runs all checks, or the parts that are named: types lint boundaries unused unit db client build e2e.",
    options: {},
    rest: "part",
  },
  migrate: { usage: "npm run migrate", help: "Brings the database up to date and ends.", options: {} },
  postgres: {
    usage: "npm run postgres",
    help: "Keeps the embedded PostgreSQL running, nothing else.",
    options: {},
  },
  token: {
    usage:
      "npm run -s token [-- --email <address> --workspace <address name> --scope read|run|write|admin --days <number> --name <text>]",
    help: "Prints a new API token. Without options: of the demo's workspace, scope run, valid for 90 days.",
    options: {
      email: { type: "string" },
      workspace: { type: "string" },
      name: { type: "string", default: "made in the shell" },
      scope: { type: "string", default: "run" },
      days: { type: "string", default: "90" },
    },
  },
  "pack-client": {
    usage: "npm run pack:client",
    help: "Makes penstock-client-<version>.tgz, to be installed in other projects.",
    options: {},
  },
  "reset-password": {
    usage: "npm run -s reset-password -- <email> [--stdin]",
    help: "Gives an account a new password and prints it. --stdin takes the first line of the input instead.",
    options: { stdin: { type: "boolean", default: false } },
    rest: "email",
  },
  "rotate-keys": {
    usage: "node scripts/bootstrap.mjs rotate-keys [--renew]",
    help: "Brings stored keys and secrets to the first key of PENSTOCK_KEYRING. --renew also makes new data keys.",
    options: { renew: { type: "boolean", default: false } },
  },
  screenshots: {
    usage: "npm run screenshots [-- <page> ... --size wide|phone|zoomed --scheme dark|light]",
    help: "Takes every page in every state, or only those whose names are given; at every size, in both schemes, or only in those.",
    options: { size: { type: "string" }, scheme: { type: "string" } },
    rest: "page",
  },
  bench: {
    usage: "npm run bench [-- <measurement> ... --lines <file> --runs <number>]",
    help: "Measures what runs cost. --lines names what the peers printed, for peers; --runs is how many runs p8 seeds.",
    options: { lines: { type: "string" }, runs: { type: "string" } },
    rest: "name",
  },
  pipeline: {
    usage: "npm run pipeline -- test <file> ... [--definition <file>]",
    help: "Plays recordings of runs and test sets again without network or database. --definition plays them through that definition instead of their own. Ends with 1 where a node asks or hands on something else, or a case does not pass.",
    options: { definition: { type: "string" } },
    rest: "file",
  },
  simulate: {
    usage: "npm run simulate [-- --seeds <number> --seed <first>]",
    help: "Plays runs of random graphs with every kind of trouble in memory, one for each seed, and checks each step.",
    options: { seeds: { type: "string", default: "10000" }, seed: { type: "string", default: "1" } },
  },
  chaos: {
    usage: "npm run chaos [-- --runs <number> --kills <number> --seed <number>]",
    help: "Runs pipelines on real processes that are killed, stopped and cut off, and checks what the database says.",
    options: {
      runs: { type: "string", default: "100" },
      kills: { type: "string", default: "20" },
      seed: { type: "string", default: "1" },
    },
  },
  bill: {
    usage: "npm run bill [-- --calls <number> --seed <number>]",
    help: "Makes calls that meet all kinds of trouble, and compares the ledger with what the vendor billed.",
    options: {
      calls: { type: "string", default: "1000" },
      seed: { type: "string", default: "1" },
    },
  },
  vitals: {
    usage: "npm run vitals [-- --drawing]",
    help: "Measures what opening a page costs, and a drawing of 500 nodes; --drawing measures only that.",
    options: { drawing: { type: "boolean", default: false } },
  },
});

/** @typedef {keyof typeof commands} CommandName */

/** @param {string | undefined} name @returns {name is CommandName} */
export function isCommand(name) {
  return name !== undefined && Object.hasOwn(commands, name);
}

/**
 * The command that a person typed, and what follows it; or the answer, where they only ask how it is used.
 *
 * @param {readonly string[]} words
 * @returns {{ command: CommandName, args: readonly string[], answer: null } | { command: null, args: readonly [],
 * answer: string }}
 * @throws {UsageError}
 */
export function chooseCommand(words) {
  const [command, ...args] = words;
  if (isCommand(command)) {
    if (asksForHelp(args)) return { command: null, args: [], answer: describeUsage(command) };
    readCommandLine(command, args);
    return { command, args, answer: null };
  }
  const usages = Object.values(commands).map(({ usage, help }) => `  ${usage}\n      ${help}`);
  const answer = ["Commands, each with --help:", ...usages].join("\n");
  if (asksForHelp(words)) return { command: null, args: [], answer };
  throw new UsageError(answer);
}

/** @param {CommandName} name */
function describeUsage(name) {
  return `Usage: ${commands[name].usage}\n${commands[name].help}`;
}

/** Whether somebody only asks how a command is used. @param {readonly string[]} args */
function asksForHelp(args) {
  const own = args.includes("--") ? args.slice(0, args.indexOf("--")) : args;
  return own.some((arg) => arg === "--help" || arg === "-h");
}

/**
 * What a person typed after a command.
 *
 * @template {CommandName} Name
 * @param {Name} name @param {readonly string[]} [args]
 * @returns {ReturnType<typeof parseArgs<{ options: (typeof commands)[Name]["options"], allowPositionals: true }>>}
 * @throws {UsageError}
 */
export function readCommandLine(name, args = process.argv.slice(2)) {
  const { options, ...command } = commands[name];
  try {
    return parseArgs({ args: [...args], options, allowPositionals: "rest" in command });
  } catch (error) {
    // The first sentence says what is wrong; the others address the author of the options.
    const [reason = ""] = String(error instanceof Error ? error.message : error).split(/\.?\s*\n|\. |\.$/);
    throw usageError(name, `${reason}.`);
  }
}

/** What is wrong with a command line, and how it is right. @param {CommandName} name @param {string} reason */
export function usageError(name, reason) {
  return new UsageError(`${reason}\n${describeUsage(name)}`);
}
