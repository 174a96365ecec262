export { DataPage } from "./DataPage";
export { DataRequestsPage } from "./DataRequestsPage";
