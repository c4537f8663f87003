export { SaveAsTestCase } from "./components/save-as-test-case.tsx";
export { TestPanel } from "./components/test-panel.tsx";
