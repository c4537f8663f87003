import type { NodeTypeName } from "#core/nodes/registry.ts";

/** The help texts of fields, by object. Keep them short and address the person who fills in the form. */
type Words = Readonly<Record<string, string>>;

const node: Words = {
  input: "Replaces the node's input, which is “input” here.",
  output: "Replaces the node's output, which is “output” here.",
  outputSchema: "The structure of the output. An agent is asked for such JSON.",
  timeoutMs: "A try that takes longer fails.",
  onError:
    "After the last retry: “fail” ends this branch of the run, “continue” passes on the fallback output, “branch” takes the edges named error.",
  fallbackOutput: "The output if the node failed and “On error” is “continue”.",
};

const retry: Words = {
  maxRetries: "How often a failed try is repeated.",
  backoffBaseMs: "How long before the second try. It doubles with each try.",
  backoffMaxMs: "The longest time between two tries.",
};

const limits: Words = {
  outputBytes: "An output larger than this fails the node.",
  costMicros: "A model call that could exceed this for the node is not made.",
};

const who: Words = {
  roles: "Everybody with one of these roles can decide.",
  members: "E-mail addresses of members who can decide.",
};

const approval: Words = {
  noSelfApproval: "“yes”: the person who started the run cannot decide.",
  deadlineSeconds: "How long to wait for a decision. Empty: without limit.",
};

const agent: Words = {
  task: "What the model is asked to do. {{ input }} inserts the node's input.",
  agentId: "An agent of the workspace, with its model and instructions. Or choose a model here.",
  instructions: "Who the model is and how it answers: the system prompt.",
  model: "Provider and model, as in sandbox/brief.",
  files: "Pictures and PDFs for the model: an expression that gives a file or a list of files.",
  onEmpty: "What happens with an answer without text: the node fails, or the empty text is kept.",
  onCut:
    "What happens with an answer that was cut at “Max tokens”. Empty: the node fails if another node needs the answer, otherwise it is kept.",
  maxTokens: "The longest answer. Longer ones are cut.",
  effort: "How much the model thinks before it answers, if it can.",
  promptCache:
    "Whether the provider caches the instructions for the next call, which then costs less. Empty: where that saves money.",
  tools: "What the model may call before it answers.",
  approve: "Before which tool calls people are asked. “writes”: those that act on the outside world.",
  maxTurns: "How often the model may answer with tool calls. Empty: 20.",
  maxToolCalls: "How many tool calls, in all turns together. Empty: 50.",
  maxTotalTokens: "No further turn begins once this many tokens were read and written.",
  fallbackModel: "Called instead, in this order, if the model is gone, overloaded or has failed every try.",
};

const httpRequest: Words = {
  url: "Inserted values are encoded. {{ secrets.NAME }} inserts a secret.",
  path: "More segments of the path.",
  query: "Parameters by name, or one {{ expression }} for all of them. Those that are null are left out.",
  headers: "Such as Authorization: Bearer {{ secrets.NAME }}.",
  body: "A text, or JSON with {{ expressions }} in it, which is sent as JSON.",
  sign: "The secret that signs the request by the rules of Standard Webhooks: {{ secrets.NAME }}.",
  okStatuses: "Statuses besides 2xx that do not count as failures: 404, 4xx, 400-404.",
  parse: "How the response is parsed. “auto”: by its content type.",
};

const undo = "The action that undoes this one if the run fails or somebody undoes it.";

const inside: Words = {
  pipeline: "The published pipeline to run, by its short name.",
  version: "A published number. Empty: the version that is published when the run starts.",
  variables: "Values for the variables of that pipeline, as expressions. Those left out have their defaults.",
  body: "The nodes that it runs.",
};

const trigger: Words = {
  id: "Identifies the trigger. It is not part of any address.",
  input: "The input of the run, made from “trigger”, which is what the trigger passes on. Empty: all of it.",
  variables: "Fixed values for the variables of the pipeline.",
};

const tool: Words = {
  name: "The name that the model sees.",
  description: "Tells the model what the tool does, and when to use it.",
  input: "What the model passes to it, which is “args” in templates.",
  effect: "“write” acts on the outside world: if it is unknown whether it did, it is not called again.",
  approve: "Whether people are asked before it is called. Empty: the agent's setting.",
  timeoutMs: "A call that takes longer fails.",
};

/**
 * The help texts of a type's config. A new type must be added here to compile. Where a field selects a variant, its
 * fields are in the next list, by the field's value.
 */
const ofTypes: Readonly<Record<NodeTypeName, Words>> = {
  trigger: {},
  agent,
  condition: {
    condition: "An expression that is true or false.",
    cases: "The first that is true is taken.",
  },
  action: {},
  parallel: {},
  delay: { seconds: "How long the run waits here. That costs nothing." },
  wait: {},
  transform: { value: "The node's output: one expression, or fields with one each." },
  call: inside,
  map: {
    ...inside,
    items: "The list to work through. Each item is the input of one run.",
    concurrency: "How many run at the same time.",
    onItemError:
      "“fail”: one failed item fails the node. “continue”: its result is its error. “tolerate”: the same, up to a limit.",
    results: "“artifact”: the results become a file of the run, for results that are too large to pass on.",
    toleratedItems: "With “tolerate”: this many may fail.",
    toleratedShare: "With “tolerate”: this share may fail, as in 0.05.",
  },
  loop: {
    ...inside,
    until: "The loop ends when this is true. The output of the pass is “output”.",
    maxPasses: "The loop ends after this many passes in any case.",
    carry: "The input of the next pass. Empty: the output of this one.",
  },
};

const help: Readonly<Record<string, Words>> = {
  ...ofTypes,
  node,
  "node retry": retry,
  "node limits": limits,
  agent,
  "agent approval": {
    ...approval,
    onTimeout:
      "When nobody decided in time: the model is told that the call was rejected, or the node fails.",
  },
  "agent approval who": who,
  "action http.request": { ...httpRequest, undo },
  "action event.send": {
    name: "The name that triggers and waits listen to.",
    data: "What the event carries: a text, or JSON with {{ expressions }} in it.",
    undo,
  },
  "action artifact.save": {
    name: "The name of the file, as in report.md.",
    mediaType: "As in text/plain. Empty: text/markdown, or what a file says of itself.",
    content: "What the file holds.",
    undo,
  },
  "action log": { message: "A line in the log of the run.", undo },
  "action noop": { undo },
  "wait approval": {
    ...approval,
    title: "The question, as people see it.",
    show: "What they need to see to decide: Markdown, with {{ placeholders }}.",
    form: "What they fill in. It is “form” in the output.",
    choices: "A button for each, and a branch of the node.",
    quorum: "How many people must choose the same.",
    onTimeout: "The choice that is taken then, or “fail”.",
  },
  "wait approval who": who,
  "wait event": {
    name: "The event that ends the wait.",
    match: "Only an event for which this is true. Its data is “data”.",
    lookBackSeconds: "Also accepts an event that came at most this long before the wait began.",
    deadlineSeconds: "How long to wait. Empty: without limit.",
  },
  "wait time": {
    seconds: "How long, from when the run gets here. Or say until when.",
    until: "An expression that gives a time, such as 2026-12-24T08:00:00Z.",
  },
  settings: {
    timeoutSeconds: "A run that takes longer ends. Waiting does not count.",
    maxRetriesPerNode: "How often a failed node is tried again, unless it says otherwise.",
    retryBackoffBase: "How long before the second try. It doubles with each try.",
    retryBackoffMax: "The longest time between two tries.",
    onFailure: "“undo”: a run that fails undoes what its nodes did, where they say how.",
  },
  variable: {
    default: "Used where a run gives no other value.",
    required: "“yes”: a run cannot start without it.",
    description: "Shown to people who start a run.",
  },
  "trigger schedule": {
    ...trigger,
    cron: "Minute, hour, day of the month, month, day of the week: 0 9 * * 1-5 is 9:00 on working days.",
    timezone: "The time zone of these times, as in Europe/Berlin.",
    overlap: "While its last run is still running: skip the new one, let it wait, or start it as well.",
    catchUp:
      "Which times that were missed while Penstock was down are caught up: none, the last one, or all.",
    catchUpSeconds: "How far back it catches up.",
    jitterSeconds:
      "A random delay up to this, so that schedules of the same minute do not all start together.",
    pauseAfterFailures: "This many failed runs in a row pause it.",
  },
  "trigger webhook": {
    ...trigger,
    input: "The input of the run, made from “trigger”, which is what the trigger passes on. Empty: the body.",
    scheme: "How the sender proves who it is.",
    respond: "The response to the sender: that the run has begun, or its output.",
    contentTypes: "The media types that a body may have.",
    headers: "Headers that the run sees in trigger.headers.",
  },
  "trigger event": {
    ...trigger,
    input:
      "The input of the run, made from “trigger”, which is what the trigger passes on. Empty: the event’s data.",
    name: "The event that starts a run.",
    match: "Only an event for which this is true. Its data is “data”.",
  },
  "trigger run": {
    ...trigger,
    input:
      "The input of the run, made from “trigger”, which is what the trigger passes on. Empty: that run’s output.",
    pipeline: "The pipeline whose runs start it, by its short name.",
    status: "How they must have ended. None selected: completed.",
  },
  "tool http": { ...httpRequest, ...tool },
  "tool mcp": {
    ...tool,
    url: "The server's URL.",
    headers: httpRequest.headers ?? "",
    tool: "Its name at the server. Empty: the same.",
    pin: "A fingerprint of the tool as it was connected. If it has changed since, it is not called.",
  },
  "tool pipeline": { ...tool, ...inside },
  note: { text: "What the note says.", size: "In pixels.", colour: "Of its paper." },
  group: { name: "Shown above the frame.", colour: "Of the frame." },
};

/** The help text of a field; null if its label is enough. */
export function helpOf(owner: string, name: string): string | null {
  const words = help[owner];
  return words !== undefined && Object.hasOwn(words, name) ? (words[name] ?? null) : null;
}

/** Labels of fields whose name, split into words, would say too little or be ambiguous. */
const labels: Readonly<Record<string, string>> = {
  agentId: "Agent",
  onEmpty: "If the answer is empty",
  onCut: "If the answer is cut",
  onTimeout: "When the time is over",
  onItemError: "If an item fails",
  onError: "On error",
  noSelfApproval: "Not by the person who started it",
  okStatuses: "Accepted statuses",
  catchUpSeconds: "Catch up within",
  lookBackSeconds: "Look back",
  mediaType: "Media type",
};

/** The label of a field, if it differs from its name. */
export function ownLabel(name: string): string | null {
  return Object.hasOwn(labels, name) ? (labels[name] ?? null) : null;
}
