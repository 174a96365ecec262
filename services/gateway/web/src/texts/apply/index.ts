import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Apply } from "./pl";

export const apply: Scoped<Apply> = { pl, en };
