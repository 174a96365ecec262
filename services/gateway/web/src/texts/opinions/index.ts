import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Opinions } from "./pl";

export const opinions: Scoped<Opinions> = { pl, en };
