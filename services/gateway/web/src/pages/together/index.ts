export { CooperationPage } from "./CooperationPage";
export { DiaryPage } from "./DiaryPage";
export { JoinPage } from "./JoinPage";
export { PeoplePage } from "./PeoplePage";
export { TalkPage } from "./TalkPage";
export { VersionPage, VersionsPage } from "./VersionsPage";
