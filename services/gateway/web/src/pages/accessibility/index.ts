export { DeclarationPage } from "./DeclarationPage";
