import type { NodeTypeName } from "#core/nodes/registry.ts";

/** The help texts of fields, by object. Keep them short and address the person who fills in the form. */
type Words = Readonly<Record<string, string>>;

const node: Words = {
  input: "What the node gets in place of what leads to it. It sees that as “input”.",
  output: "What the node hands on in place of what it put out. It sees that as “output”.",
  outputSchema: "What the output must look like. An agent is asked for JSON of this shape.",
  timeoutMs: "A try that takes longer fails.",
  onError:
    "After the last retry: “fail” ends this way of the run, “continue” hands on the fallback output, “branch” takes the edges named error.",
  fallbackOutput: "Handed on where the node failed and “On error” is “continue”.",
};

const retry: Words = {
  maxRetries: "How often a failed try is made again.",
  backoffBaseMs: "How long before the second try. It doubles with each try.",
  backoffMaxMs: "The longest time between two tries.",
};

const limits: Words = {
  outputBytes: "An output larger than this fails the node.",
  costMicros: "A model call that could take the node above this is not made.",
};

const who: Words = {
  roles: "Everybody with one of these roles may decide.",
  members: "E-mail addresses of members who may decide.",
};

const approval: Words = {
  noSelfApproval: "“yes”: whoever started the run may not decide.",
  deadlineSeconds: "How long to wait for a decision. Empty: as long as it takes.",
};

const agent: Words = {
  task: "What the model is asked to do. {{ input }} puts in what leads to the node.",
  agentId: "An agent of the workspace, with its model and instructions. Or choose a model here.",
  instructions: "Who the model is and how it answers: the system prompt.",
  model: "Vendor and model, as in sandbox/brief.",
  files: "Pictures and PDFs for the model: an expression that gives a file or a list of files.",
  onEmpty: "What an answer without any text means: the node fails, or the empty text is kept.",
  onCut:
    "What an answer means that was cut at “Max tokens”. Empty: it fails if another node needs it, otherwise it is kept.",
  maxTokens: "The longest answer. What is longer is cut.",
  effort: "How much the model thinks before it answers, if it can.",
  promptCache:
    "Whether the vendor keeps the instructions for the next call, which then costs less. Empty: where that saves money.",
  tools: "What the model may call before it answers.",
  approve: "Before which calls of tools people are asked. “writes”: those that act on the world.",
  maxTurns: "How often the model may answer with calls of tools. Empty: 20.",
  maxToolCalls: "How many calls of tools, in all turns together. Empty: 50.",
  maxTotalTokens: "No further turn begins once this many were read and written.",
  fallbackModel: "Asked instead, in this order, once the model is gone, overloaded or has failed every try.",
};

const httpRequest: Words = {
  url: "What you insert in it is encoded. {{ secrets.NAME }} puts in a secret.",
  path: "More of the address: its parts between slashes.",
  query: "Parameters by name, or one {{ expression }} that gives them. One that is null is left out.",
  headers: "Such as Authorization: Bearer {{ secrets.NAME }}.",
  body: "A text, or JSON with {{ expressions }} in it, which is sent as JSON.",
  sign: "The secret that signs the request as Standard Webhooks do: {{ secrets.NAME }}.",
  okStatuses: "Statuses that are answers and not failures, besides 2xx: 404, 4xx, 400-404.",
  parse: "How the answer is read. “auto” goes by its content type.",
};

const undo = "The action that takes this one back, when the run fails or somebody undoes it.";

const inside: Words = {
  pipeline: "The published pipeline that it runs, by its short name.",
  version: "A published number. Empty: the version that is published when the run starts.",
  variables: "Values for the variables of that pipeline, as expressions. Those left out have their defaults.",
  body: "The nodes that it runs.",
};

const trigger: Words = {
  id: "Tells it apart from other triggers. It is not part of any address.",
  input: "The input of the run, made from “trigger”: what the trigger passes on. Empty: all of it.",
  variables: "Values for the variables of the pipeline, as they are.",
};

const tool: Words = {
  name: "How the model calls it.",
  description: "Tells the model what it does, and when to use it.",
  input: "What the model gives it. Templates see that as “args”.",
  effect: "“write” acts on the world: if nobody knows whether it did, it is not called again.",
  approve: "Whether people are asked before it is called. Empty: as the agent says.",
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
  delay: { seconds: "How long the run rests here. That costs nothing." },
  wait: {},
  transform: { value: "What the node puts out: one expression, or fields with one each." },
  call: inside,
  map: {
    ...inside,
    items: "The list to work through. Each item is the input of one run.",
    concurrency: "How many run at the same time.",
    onItemError:
      "“fail”: one failed item fails the node. “continue”: its place holds its error. “tolerate”: the same, up to a bound.",
    results: "“artifact”: the results become a file of the run, for what is too large to hand on.",
    toleratedItems: "With “tolerate”: this many may fail.",
    toleratedShare: "With “tolerate”: this share may fail, as in 0.05.",
  },
  loop: {
    ...inside,
    until: "It ends when this is true. It sees what the pass put out as “output”.",
    maxPasses: "It ends after this many passes in any case.",
    carry: "What the next pass begins with. Empty: what this one put out.",
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
    form: "What they fill in. The output has it as “form”.",
    choices: "A button for each, and a way out of the node.",
    quorum: "How many people must choose the same.",
    onTimeout: "The choice that is then taken, or “fail”.",
  },
  "wait approval who": who,
  "wait event": {
    name: "The event that ends the wait.",
    match: "Only an event for which this is true. It sees “data”.",
    lookBackSeconds: "Takes an event, too, that came this long before the wait began.",
    deadlineSeconds: "How long to wait. Empty: as long as it takes.",
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
    onFailure: "“undo”: a run that fails takes back what its nodes did, where they say how.",
  },
  variable: {
    default: "Used where a run gives no other value.",
    required: "“yes”: a run cannot start without it.",
    description: "Shown to whoever starts a run.",
  },
  "trigger schedule": {
    ...trigger,
    cron: "Minute, hour, day of the month, month, day of the week: 0 9 * * 1-5 is 9:00 on working days.",
    timezone: "The time zone of these times, as in Europe/Berlin.",
    overlap: "While its last run is still running: skip the new one, let it wait, or start it as well.",
    catchUp: "Of the times that were missed while nothing was running: none, the last one, or all.",
    catchUpSeconds: "How far back it catches up.",
    jitterSeconds:
      "Starts up to this much later, so that schedules of the same minute do not all start together.",
    pauseAfterFailures: "This many failed runs in a row pause it.",
  },
  "trigger webhook": {
    ...trigger,
    input: "The input of the run, made from “trigger”: what the trigger passes on. Empty: the body.",
    scheme: "How the sender proves who it is.",
    respond: "What the sender is answered: that the run has begun, or its output.",
    contentTypes: "What a body may be.",
    headers: "Headers that the run sees in trigger.headers.",
  },
  "trigger event": {
    ...trigger,
    input: "The input of the run, made from “trigger”: what the trigger passes on. Empty: the event’s data.",
    name: "The event that starts a run.",
    match: "Only an event for which this is true. It sees “data”.",
  },
  "trigger run": {
    ...trigger,
    input: "The input of the run, made from “trigger”: what the trigger passes on. Empty: that run’s output.",
    pipeline: "Whose runs, by its short name.",
    status: "How they must have ended. Nothing chosen: completed.",
  },
  "tool http": { ...httpRequest, ...tool },
  "tool mcp": {
    ...tool,
    url: "Where the server is reached.",
    headers: httpRequest.headers ?? "",
    tool: "Its name at the server. Empty: the same.",
    pin: "What it was when it was connected. If it has changed since, it is not called.",
  },
  "tool pipeline": { ...tool, ...inside },
  note: { text: "What the note says.", size: "In pixels.", colour: "Of its paper." },
  group: { name: "Stands above the frame.", colour: "Of the frame." },
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
  noSelfApproval: "Not by who started it",
  okStatuses: "Accepted statuses",
  catchUpSeconds: "Catch up within",
  lookBackSeconds: "Look back",
  mediaType: "Media type",
};

/** The label of a field, if it differs from its name. */
export function ownLabel(name: string): string | null {
  return Object.hasOwn(labels, name) ? (labels[name] ?? null) : null;
}
