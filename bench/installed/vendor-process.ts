/**
 * A vendor of Anthropic's wire format in a process of its own, whose answers are times: each piece of text says when it
 * was sent, in milliseconds since the epoch. A call that ends before its answer does is reported to the parent.
 */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const piecesPerSecond = 200;
const piecesPerAnswer = 500;
/** Timers are coarse: whatever is due by then is sent. */
const tickMs = 5;

interface Answer {
  readonly response: ServerResponse;
  readonly beganMs: number;
  sent: number;
}

const nowMs = () => performance.timeOrigin + performance.now();
const answers = new Set<Answer>();

const server = createServer((request, response) => {
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
  answers.add(answer);
  response.once("close", () => {
    if (answers.delete(answer)) process.send?.({ closedMs: nowMs() });
  });
});

setInterval(() => {
  for (const answer of answers) goOn(answer);
}, tickMs);

function goOn(answer: Answer): void {
  const { response, beganMs } = answer;
  const due = Math.min(piecesPerAnswer, Math.floor(((nowMs() - beganMs) * piecesPerSecond) / 1_000));
  for (; answer.sent < due; answer.sent += 1) {
    write(response, "content_block_delta", {
      index: 0,
      delta: { type: "text_delta", text: `${nowMs().toFixed(1)} ` },
    });
  }
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
  response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`);
}

server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
// Whoever started it is gone.
process.once("disconnect", () => process.exit());
