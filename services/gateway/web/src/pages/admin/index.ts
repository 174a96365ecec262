export { AccountPage } from "./AccountPage";
export { AccountsPage } from "./AccountsPage";
export { OutboxPage } from "./OutboxPage";
