export { AssessmentPage } from "./AssessmentPage";
export { CheckPage } from "./CheckPage";
export { HomePage } from "./HomePage";
export { ReceiptPage } from "./ReceiptPage";
export { SectionPage } from "./SectionPage";
export { StartPage } from "./StartPage";
export { WhoPage } from "./WhoPage";
export { WithdrawPage } from "./WithdrawPage";
