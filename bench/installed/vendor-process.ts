/**
 * A vendor with Anthropic's wire format in its own process, whose answers are times: each piece of text says when it
 * was sent, in milliseconds since the epoch. A call that is closed before its answer ends is reported to the parent.
 * The parent may set how many calls must arrive before any is answered.
 */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

const piecesPerSecond = 200;
const piecesPerAnswer = 1_000;
/** Timers are coarse: sends whatever is due within this time. */
const tickMs = 5;

interface Answer {
  readonly response: ServerResponse;
  beganMs: number;
  sent: number;
}

const togetherSchema = z.object({ together: z.number() });

/** It shares two processors with what is measured, so it does as little as possible per piece. */
const [beforePiece = "", afterPiece = ""] = toEvent("content_block_delta", {
  index: 0,
  delta: { type: "text_delta", text: "TIME" },
}).split("TIME");

const nowMs = () => performance.timeOrigin + performance.now();
const answers = new Set<Answer>();
/** Calls that wait for others to arrive. */
const early = new Set<Answer>();
let together = 1;
process.on("message", (message) => {
  together = togetherSchema.parse(message).together;
});

const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
  request.resume();
  if (request.method !== "POST") {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream", "request-id": "req_bench" });
  const usage = {
    input_tokens: 5,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: 0,
  };
  const message = {
    id: "msg_bench",
    type: "message",
    role: "assistant",
    model: "claude-haiku-5-5",
    content: [],
  };
  write(response, "message_start", {
    message: { ...message, stop_reason: null, stop_sequence: null, usage },
  });
  write(response, "content_block_start", { index: 0, content_block: { type: "text", text: "" } });
  const answer: Answer = { response, beganMs: nowMs(), sent: 0 };
  early.add(answer);
  if (early.size >= together) beginAll();
  response.once("close", () => {
    early.delete(answer);
    if (answers.delete(answer)) process.send?.({ closedMs: nowMs() });
  });
});

function beginAll(): void {
  for (const answer of early) {
    answer.beganMs = nowMs();
    answers.add(answer);
  }
  early.clear();
}

setInterval(() => {
  for (const answer of answers) goOn(answer);
}, tickMs);

function goOn(answer: Answer): void {
  const { response, beganMs } = answer;
  const now = nowMs();
  const due = Math.min(piecesPerAnswer, Math.floor(((now - beganMs) * piecesPerSecond) / 1_000));
  if (due === answer.sent) return;
  // Pieces that are due at the same time are sent together.
  response.write(`${beforePiece}${now.toFixed(1)} ${afterPiece}`.repeat(due - answer.sent));
  answer.sent = due;
  if (answer.sent < piecesPerAnswer) return;
  answers.delete(answer);
  write(response, "content_block_stop", { index: 0 });
  write(response, "message_delta", {
    delta: { stop_reason: "end_turn" },
    usage: { output_tokens: answer.sent },
  });
  response.end('event: message_stop\ndata: {"type":"message_stop"}\n\n');
}

function write(response: ServerResponse, type: string, fields: object): void {
  response.write(toEvent(type, fields));
}

function toEvent(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
// The parent process has gone.
process.once("disconnect", () => process.exit());
