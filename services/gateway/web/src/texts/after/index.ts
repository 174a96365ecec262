import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type After } from "./pl";

export const after: Scoped<After> = { pl, en };
