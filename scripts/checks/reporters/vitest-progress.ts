import { relative } from "node:path";
import type { Reporter, TestModule } from "vitest/node";
import { repositoryRoot } from "#appliance/bootstrap/paths.mjs";
import { reportTest } from "../running-tests.ts";

/** A Vitest reporter that says which files are running. */
export default class VitestProgress implements Reporter {
  onTestModuleStart(module: TestModule): void {
    reportTest({ testNotice: "begins", name: placeOf(module) });
  }

  onTestModuleEnd(module: TestModule): void {
    reportTest({ testNotice: "ends", name: placeOf(module) });
  }
}

const placeOf = ({ moduleId }: TestModule) => relative(repositoryRoot, moduleId);
