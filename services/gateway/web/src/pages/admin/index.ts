export { AccountPage } from "./AccountPage";
export { AccountsPage } from "./AccountsPage";
export { AuditPage } from "./AuditPage";
export { OutboxPage } from "./OutboxPage";
export { HousePage } from "./HousePage";
export { ServicePage } from "./ServicePage";
