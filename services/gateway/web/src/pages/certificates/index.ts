export { CertificatePage } from "./CertificatePage";
export { CheckPage } from "./CheckPage";
export { MyCertificatesPage } from "./MyCertificatesPage";
