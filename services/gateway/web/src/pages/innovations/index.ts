export { InnovationsPage } from "./InnovationsPage";
