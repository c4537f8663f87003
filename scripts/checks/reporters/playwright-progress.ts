import { relative } from "node:path";
import type { Reporter, TestCase } from "@playwright/test/reporter";
import { repositoryRoot } from "#appliance/bootstrap/paths.mjs";
import { reportTest } from "../running-tests.ts";

/** A Playwright reporter that says which journeys are running. */
export default class PlaywrightProgress implements Reporter {
  onTestBegin(test: TestCase): void {
    reportTest({ testNotice: "begins", name: placeOf(test) });
  }

  onTestEnd(test: TestCase): void {
    reportTest({ testNotice: "ends", name: placeOf(test) });
  }

  printsToStdio(): boolean {
    return false;
  }
}

const placeOf = ({ location }: TestCase) => `${relative(repositoryRoot, location.file)}:${location.line}`;
