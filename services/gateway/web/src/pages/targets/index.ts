export { NewTargetPage } from "./NewTargetPage";
export { TargetPage } from "./TargetPage";
export { TargetsPage } from "./TargetsPage";
