import { AskedPeople } from "./asked-people.ts";
import { ToolRuns } from "./tool-runs.ts";

type PausingRun = Parameters<AskedPeople["ask"]>[0] & Parameters<ToolRuns["begin"]>[0];

/** What ends an attempt of an agent between two steps: people are asked, or its tools have started runs. */
export class Pauses {
  private readonly people = new AskedPeople();
  private readonly tools = new ToolRuns();

  /** True if the attempt ends in this way now. */
  begin(run: PausingRun, nodeId: string): boolean {
    return this.people.ask(run, nodeId) || this.tools.begin(run, nodeId);
  }

  /** Either of the two. */
  pass(run: PausingRun, nodeId: string): boolean {
    return this.goOn(run, nodeId) || this.begin(run, nodeId);
  }

  /** What it paused for goes on; false where it did not pause. */
  goOn(run: PausingRun, nodeId: string): boolean {
    if (!this.areRunsOut(run, nodeId)) return this.people.decide(run, nodeId);
    this.tools.go(run, nodeId);
    return true;
  }

  /** Whether runs of its tools are in flight. */
  areRunsOut(run: PausingRun, nodeId: string): boolean {
    return this.tools.areOut(run, nodeId);
  }

  /** Attempts that ended in this way have no end of their own: later ones are counted without them. */
  countedAs(nodeId: string, attempt: number): number {
    return this.people.countedAs(nodeId, attempt) - this.tools.before(nodeId, attempt);
  }
}
