export { ArtifactsPage } from "./components/artifacts-page.tsx";
