import type { Scoped } from "../../language/scoped";
import { en } from "./en";
import { pl, type Targets } from "./pl";

export const targets: Scoped<Targets> = { pl, en };
