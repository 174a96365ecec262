import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Notices } from "./pl";

export const notices: Scoped<Notices> = { pl, en };
