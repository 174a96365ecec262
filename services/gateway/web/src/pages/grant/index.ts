export { GrantDeskPage } from "./GrantDeskPage";
export { GrantPage } from "./GrantPage";
export { GrantsPage } from "./GrantsPage";
