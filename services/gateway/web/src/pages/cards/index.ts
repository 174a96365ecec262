export { CardPage } from "./CardPage";
export { CardsPage } from "./CardsPage";
