import { repositoryRoot } from "#appliance/bootstrap/paths.mjs";
import { canaries } from "./checks/boundaries/canaries.ts";
import { checkCanaries } from "./checks/boundaries/check-canaries.ts";
import { checkImports, importRuleNames } from "./checks/boundaries/import-rules.ts";
import { checkLines, lineRuleNames } from "./checks/boundaries/line-rules.ts";
import { checkSizes, sizeRuleNames } from "./checks/boundaries/size-rules.ts";
import { checkWeight, weightRuleNames } from "./checks/boundaries/weight-rules.ts";

/** Checks imports between layers, what pages load first, and the sizes of files and folders. No rule has exceptions. */
const ruleNames = [...importRuleNames, ...weightRuleNames, ...sizeRuleNames, ...lineRuleNames];
const check = async (baseDir: string) => {
  const { files, violations } = await checkSizes(baseDir);
  const others = [await checkImports(baseDir), checkWeight(baseDir), await checkLines(baseDir, files)];
  return { files, violations: [...violations, ...others.flat()] };
};
const { files, violations } = await check(repositoryRoot);
const canaryFaults = await checkCanaries(
  repositoryRoot,
  ruleNames,
  async (baseDir) => (await check(baseDir)).violations,
);
const faults = [...violations.map(({ rule, from, to }) => `${rule}: ${from} -> ${to}`), ...canaryFaults];
for (const fault of faults) console.error(`error ${fault}`);
console.log(
  `${files.length} files, ${ruleNames.length} rules, ${canaries.length} canaries: ${faults.length} faults`,
);
process.exitCode = faults.length > 0 ? 1 : 0;
