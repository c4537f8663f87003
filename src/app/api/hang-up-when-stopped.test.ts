import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { expect, it } from "vitest";
import { hangUpWhenStopped } from "./hang-up-when-stopped.ts";

it("lets a server end that was answering when it was stopped, though it keeps idle connections", async () => {
  const stop = new AbortController();
  hangUpWhenStopped(stop.signal);
  const mayAnswer = Promise.withResolvers<void>();
  const server = createServer({ keepAliveTimeout: 0 }, async (_request, response) => {
    await mayAnswer.promise;
    response.end("done");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.write("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n");
  await once(server, "request");
  const closed = once(server, "close");
  server.close();
  stop.abort();
  mayAnswer.resolve();
  const [answer] = await once(socket, "data");
  expect(String(answer)).toContain("Connection: keep-alive");
  socket.write("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n");
  const [last] = await once(socket, "data");
  expect(String(last)).toContain("Connection: close");
  await closed;
});
