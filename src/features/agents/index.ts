export { AgentListPage } from "./components/agent-list-page.tsx";
export { EditAgentPage } from "./components/edit-agent-page.tsx";
export { NewAgentPage } from "./components/new-agent-page.tsx";
