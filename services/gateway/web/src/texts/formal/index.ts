import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Formal } from "./pl";

export const formal: Scoped<Formal> = { pl, en };
