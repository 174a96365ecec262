export { BidsPage } from "./BidsPage";
export { AgreementPage } from "./AgreementPage";
export { CardPage } from "./CardPage";
export { CardsPage } from "./CardsPage";
