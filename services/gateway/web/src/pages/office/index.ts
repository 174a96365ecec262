export { AssessorsPage } from "./AssessorsPage";
export { BoardPage } from "./BoardPage";
export { CheckPage } from "./CheckPage";
export { DossierPage } from "./DossierPage";
export { OfficePage } from "./OfficePage";
export { ProgressPage } from "./ProgressPage";
export { RankingPage } from "./RankingPage";
