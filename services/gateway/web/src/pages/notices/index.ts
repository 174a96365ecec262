export { NoticesPage } from "./NoticesPage";
export { WebhooksPage } from "./WebhooksPage";
