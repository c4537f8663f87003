import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

export type TestSet = RouterOutputs["tests"]["list"]["sets"][number];
export type TestCaseSummary = TestSet["cases"][number];
export type TestCaseContent = RouterOutputs["tests"]["getCase"];
export type PlayedCase = RouterOutputs["tests"]["play"]["cases"][number];
export type PlayedVerdict = PlayedCase["verdicts"][number];
export type JudgingPlan = RouterOutputs["tests"]["planJudging"];
