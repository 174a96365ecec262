import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Remedies } from "./pl";

export const remedies: Scoped<Remedies> = { pl, en };
