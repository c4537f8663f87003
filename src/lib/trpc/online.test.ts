import { expect, it, vi } from "vitest";
import { watchServer } from "./online.ts";

/** A network that is lost and found, and a server that answers when the test lets it. */
function loseNetwork() {
  const events = new EventTarget();
  const answers: ((isAnswered: boolean) => void)[] = [];
  const said: boolean[] = [];
  let isThere = true;
  const ask = () => new Promise<boolean>((resolve) => answers.push(resolve));
  const end = watchServer({ events, isThere: () => isThere, ask }, (isOnline) => said.push(isOnline));
  const turn = (there: boolean) => {
    isThere = there;
    events.dispatchEvent(new Event(there ? "online" : "offline"));
  };
  const turnUnheard = (there: boolean) => {
    isThere = there;
  };
  return { said, answers, turn, turnUnheard, end };
}

it("is online without a network where the server answers", async () => {
  const { said, answers, turn, end } = loseNetwork();
  turn(false);
  expect(said).toEqual([false]);
  answers[0]?.(true);
  await vi.waitFor(() => expect(said).toEqual([false, true]));
  end();
});

it("is offline where it does not answer, until the network is back, and asks again meanwhile", async () => {
  vi.useFakeTimers();
  const { said, answers, turn, end } = loseNetwork();
  turn(false);
  answers[0]?.(false);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(answers).toHaveLength(2);
  expect(said).toEqual([false]);
  turn(true);
  answers[1]?.(false);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(said).toEqual([false, true]);
  expect(answers).toHaveLength(2);
  end();
  turn(false);
  expect(said).toEqual([false, true]);
  vi.useRealTimers();
});

it("goes by no answer that was asked for before the network was lost again", async () => {
  const { said, answers, turn, end } = loseNetwork();
  turn(false);
  turn(true);
  turn(false);
  answers[0]?.(true);
  answers[1]?.(false);
  await new Promise(setImmediate);
  expect(said).toEqual([false, true, false]);
  end();
});

it("is online again where the network came back while the page heard of nothing", async () => {
  const { said, answers, turn, turnUnheard, end } = loseNetwork();
  turn(false);
  turnUnheard(true);
  answers[0]?.(false);
  await vi.waitFor(() => expect(said).toEqual([false, true]));
  end();
});
