export { KeptLettersPage } from "./KeptLettersPage";
export { RehearsalPage } from "./RehearsalPage";
export { RehearsePage } from "./RehearsePage";
