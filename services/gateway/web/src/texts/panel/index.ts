import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Panel } from "./pl";

export const panel: Scoped<Panel> = { pl, en };
