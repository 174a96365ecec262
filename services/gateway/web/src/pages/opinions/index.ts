export { MyOpinionsPage } from "./MyOpinionsPage";
export { SecondOpinionsPage } from "./SecondOpinionsPage";
