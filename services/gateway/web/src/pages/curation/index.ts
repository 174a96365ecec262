export { AnnouncePage } from "./AnnouncePage";
export { AdoptionsDeskPage } from "./AdoptionsDeskPage";
export { EditorPage } from "./EditorPage";
export { EntryDeskPage } from "./EntryDeskPage";
export { PoliciesDeskPage } from "./PoliciesDeskPage";
