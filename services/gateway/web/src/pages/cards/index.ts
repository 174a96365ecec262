export { BidsPage } from "./BidsPage";
export { CardPage } from "./CardPage";
export { CardsPage } from "./CardsPage";
